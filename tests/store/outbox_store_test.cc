#include "store/outbox_store.h"

#include <set>

#include "tests/store/typed_store_harness.h"

namespace vsx::store {
namespace {

template <typename Harness>
class OutboxStoreTest : public TypedStoreTest<Harness> {
 protected:
  domain::OutboxItem Waiting(uint64_t sequence, const domain::CaseId& of, std::string_view to = "QQB") {
    domain::OutboxItem item{.id = domain::StatementId::FromBytes(this->random_.Bytes(16)).value(),
                            .recipient = domain::PartyCode::Create(to).value(),
                            .type = domain::DeliveryType::kNotification,
                            .case_id = of};
    item.case_sequence = sequence;
    item.content = "contents of Contoh Fictitious";
    return item;
  }

  void Put(const domain::OutboxItem& item, const LoadedCase& of) {
    WriteBatch batch;
    this->outbox_.PutNew(batch, item, of.key);
    ASSERT_TRUE(this->engine().Commit(batch).ok());
  }
};
TYPED_TEST_SUITE(OutboxStoreTest, BothEngines);

TYPED_TEST(OutboxStoreTest, ItemComesBackByIdByCaseAndByParty) {
  const LoadedCase of = this->StoredCase();
  const domain::OutboxItem second = this->Waiting(2, of.record.id);
  const domain::OutboxItem first = this->Waiting(1, of.record.id);
  const domain::OutboxItem elsewhere = this->Waiting(3, of.record.id, "QQC");
  for (const domain::OutboxItem& item : {second, first, elsewhere}) this->Put(item, of);
  const auto snapshot = this->Now();
  EXPECT_TRUE(Same(this->outbox_.Load(*snapshot, first.recipient, first.id)->item, first));
  const auto of_case = this->outbox_.LoadOfCase(*snapshot, of.record.id)->deliveries;
  ASSERT_EQ(of_case.size(), 3u);
  EXPECT_TRUE(Same(of_case[0].item, first)) << "in the order of the case";
  EXPECT_TRUE(Same(of_case[1].item, second));
  EXPECT_EQ(this->outbox_.ListPending(*snapshot, first.recipient, "", 10)->deliveries.size(), 2u);
  EXPECT_EQ(this->outbox_.ListOfParty(*snapshot, elsewhere.recipient, "", 10)->deliveries.size(), 1u);
  EXPECT_EQ(this->outbox_.List(*snapshot, "", 10)->deliveries.size(), 3u);
  this->ExpectNowhere("Contoh");
}

TYPED_TEST(OutboxStoreTest, SettledItemStaysAndWaitsNoMore) {
  const LoadedCase of = this->StoredCase();
  const domain::OutboxItem item = this->Waiting(1, of.record.id);
  this->Put(item, of);
  const LoadedDelivery waiting = this->outbox_.Load(*this->Now(), item.recipient, item.id).value();
  domain::OutboxItem settled = item;
  settled.state = domain::DeliveryState::kAcknowledged;
  settled.content.clear();
  WriteBatch batch;
  ASSERT_TRUE(this->outbox_.PutChanged(batch, waiting, settled).ok());
  ASSERT_TRUE(this->engine().Commit(batch).ok());
  EXPECT_TRUE(this->outbox_.ListPending(*this->Now(), item.recipient, "", 10)->deliveries.empty());
  EXPECT_TRUE(Same(this->outbox_.List(*this->Now(), "", 10)->deliveries.at(0).item, settled));

  WriteBatch late;
  ASSERT_TRUE(this->outbox_.PutChanged(late, waiting, item).ok());
  EXPECT_EQ(this->engine().Commit(late).code(), absl::StatusCode::kAborted) << "a claim that comes late";
}

TYPED_TEST(OutboxStoreTest, PagesGoOnWhereTheyStopped) {
  const LoadedCase of = this->StoredCase();
  for (uint64_t i = 1; i <= 5; ++i) this->Put(this->Waiting(i, of.record.id), of);
  std::set<domain::StatementId> seen;
  std::string page;
  int pages = 0;
  do {
    const DeliveryPage got =
        this->outbox_.ListPending(*this->Now(), domain::PartyCode::Create("QQB").value(), page, 2).value();
    for (const LoadedDelivery& one : got.deliveries) EXPECT_TRUE(seen.insert(one.item.id).second);
    page = got.next_page;
    ++pages;
  } while (!page.empty());
  EXPECT_EQ(seen.size(), 5u);
  EXPECT_EQ(pages, 3);
}

TYPED_TEST(OutboxStoreTest, DamagedRowsAreNamedOrCountedAndPassedOver) {
  const LoadedCase of = this->StoredCase();
  const domain::OutboxItem damaged = this->Waiting(1, of.record.id);
  const domain::OutboxItem sound = this->Waiting(2, of.record.id);
  this->Put(damaged, of);
  this->Put(sound, of);
  ASSERT_TRUE(this->engine()
                  .Commit(PutBatch(DeliveryKey({damaged.recipient, damaged.id}), "no sealed value", Table::kOutbox))
                  .ok());
  const auto of_case = this->outbox_.LoadOfCase(*this->Now(), of.record.id).value();
  ASSERT_EQ(of_case.deliveries.size(), 1u);
  EXPECT_EQ(of_case.deliveries[0].pseudonym, CaseStore::Pseudonym(of));
  ASSERT_EQ(of_case.damaged.size(), 1u);
  EXPECT_EQ(of_case.damaged[0].recipient, damaged.recipient);
  EXPECT_EQ(of_case.damaged[0].delivery, damaged.id);
  for (const DeliveryPage& page : {this->outbox_.List(*this->Now(), "", 10).value(),
                                   this->outbox_.ListOfParty(*this->Now(), sound.recipient, "", 10).value(),
                                   this->outbox_.ListPending(*this->Now(), sound.recipient, "", 10).value()}) {
    EXPECT_EQ(page.deliveries.size(), 1u);
    EXPECT_EQ(page.damaged, 1u);
  }
}

TYPED_TEST(OutboxStoreTest, ItemsOfAnErasedCaseAreGone) {
  const LoadedCase of = this->StoredCase();
  const domain::OutboxItem item = this->Waiting(1, of.record.id);
  this->Put(item, of);
  ASSERT_TRUE(this->vault_.Destroy({of.key.id}).ok());
  EXPECT_EQ(this->outbox_.Load(*this->Now(), item.recipient, item.id).status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(this->outbox_.ListPending(*this->Now(), item.recipient, "", 10)->deliveries.empty());
  EXPECT_TRUE(this->outbox_.List(*this->Now(), "", 10)->deliveries.empty());
}

}  // namespace
}  // namespace vsx::store
