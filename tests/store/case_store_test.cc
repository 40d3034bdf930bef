#include "store/case_store.h"

#include "store/row_key.h"
#include "tests/store/typed_store_harness.h"

namespace vsx::store {
namespace {

template <typename Harness>
class CaseStoreTest : public TypedStoreTest<Harness> {};
TYPED_TEST_SUITE(CaseStoreTest, BothEngines);

TYPED_TEST(CaseStoreTest, CaseComesBackByIdAndByEachHandle) {
  const LoadedCase stored = this->StoredCase();
  EXPECT_TRUE(Same(stored.record, ExampleCaseRecord()));
  for (const domain::MarkedHandle& handle : stored.record.facts.handles) {
    EXPECT_EQ(this->cases_.FindByHandle(*this->Now(), handle.handle).value(), std::vector{stored.record.id});
  }
  const auto other = domain::Handle::FromDocument("P", "UTO", "XX99999").value();
  EXPECT_TRUE(this->cases_.FindByHandle(*this->Now(), other)->empty());
}

TYPED_TEST(CaseStoreTest, EveryCaseOfAHandleIsFoundHoweverManyShareIt) {
  const auto handle = domain::Handle::FromDocument("P", "UTO", "XX0000009").value();
  for (const size_t cases : {size_t{65}, kMaxPageRows + 1}) {
    WriteBatch batch;
    for (size_t i = 0; i < cases; ++i) {
      std::string id(domain::CaseId::kSize, '\0');
      id[0] = static_cast<char>(i / 256);
      id[1] = static_cast<char>(i % 256);
      this->cases_.PutHandle(batch, domain::CaseId::FromBytes(id).value(), handle);
    }
    ASSERT_TRUE(this->engine().Commit(batch).ok());
    const auto found = this->cases_.FindByHandle(*this->Now(), handle);
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_EQ(found->size(), cases);
  }
}

TYPED_TEST(CaseStoreTest, NoPlaintextInAnyRow) {
  const LoadedCase stored = this->StoredCase();
  for (const domain::PersonName& name : stored.record.facts.names) {
    if (name.text.size() > 4) this->ExpectNowhere(name.text);
  }
  for (const domain::MarkedHandle& handle : stored.record.facts.handles) this->ExpectNowhere(handle.handle.canonical());
  this->ExpectNowhere(stored.record.facts.birth_date->ToString() + stored.record.facts.birth_date->ToString());
}

TYPED_TEST(CaseStoreTest, IdIsTakenOnce) {
  const LoadedCase stored = this->StoredCase();
  WriteBatch again;
  this->cases_.PutNew(again, stored.record, this->cases_.NewKey().value());
  EXPECT_EQ(this->engine().Commit(again).code(), absl::StatusCode::kAborted);
}

TYPED_TEST(CaseStoreTest, OfTwoChangesOfOneStateOneIsAborted) {
  const LoadedCase stored = this->StoredCase();
  domain::CaseRecord changed = stored.record;
  changed.facts.seeks_protection = !changed.facts.seeks_protection;
  WriteBatch first;
  this->cases_.PutChanged(first, stored, changed);
  WriteBatch second;
  this->cases_.PutChanged(second, stored, stored.record);
  EXPECT_TRUE(this->engine().Commit(first).ok());
  EXPECT_EQ(this->engine().Commit(second).code(), absl::StatusCode::kAborted);
  const LoadedCase now = this->cases_.Load(*this->Now(), stored.record.id).value();
  EXPECT_EQ(now.record.version, stored.record.version + 1);
  EXPECT_EQ(now.record.facts.seeks_protection, changed.facts.seeks_protection);
}

TYPED_TEST(CaseStoreTest, ConsentChainAndCopiesBelongToTheirCase) {
  const LoadedCase stored = this->StoredCase();
  domain::ConsentEntry entry = ExampleConsentEntry();
  entry.number = 1;
  domain::ConsentEntry second = entry;
  second.number = 2;
  const domain::SignedCopy copy = ExampleSignedCopy();
  WriteBatch batch;
  this->cases_.PutConsent(batch, stored, second);
  this->cases_.PutConsent(batch, stored, entry);
  this->cases_.PutCopy(batch, stored, copy);
  ASSERT_TRUE(this->engine().Commit(batch).ok());
  const auto chain = this->cases_.LoadConsentChain(*this->Now(), stored).value();
  ASSERT_EQ(chain.size(), 2u);
  EXPECT_TRUE(Same(chain[0], entry));
  EXPECT_TRUE(Same(chain[1], second));
  ASSERT_EQ(this->cases_.LoadCopies(*this->Now(), stored)->size(), 1u);
  EXPECT_TRUE(Same(this->cases_.LoadCopies(*this->Now(), stored)->at(0), copy));

  WriteBatch twice;
  this->cases_.PutConsent(twice, stored, entry);
  EXPECT_EQ(this->engine().Commit(twice).code(), absl::StatusCode::kAborted)
      << "a link of the chain is never rewritten";
  WriteBatch without;
  this->cases_.DeleteCopy(without, stored, copy.id);
  ASSERT_TRUE(this->engine().Commit(without).ok());
  EXPECT_TRUE(this->cases_.LoadCopies(*this->Now(), stored)->empty());
}

TYPED_TEST(CaseStoreTest, ListsNewestFirstInPages) {
  std::vector<domain::CaseId> ids;
  for (int i = 0; i < 5; ++i) {
    std::mt19937 draw(static_cast<uint32_t>(100 + i));
    domain::CaseRecord record = RandomCaseRecord(draw);
    record.registered_at = {1000 + i};
    WriteBatch batch;
    this->cases_.PutNew(batch, record, this->cases_.NewKey().value());
    ASSERT_TRUE(this->engine().Commit(batch).ok());
    ids.insert(ids.begin(), record.id);
  }
  std::vector<domain::CaseId> listed;
  std::string page;
  do {
    const CasePage got = this->cases_.List(*this->Now(), page, 2).value();
    for (const UnkeyedCase& one : got.cases) listed.push_back(one.record.id);
    page = got.next_page;
  } while (!page.empty());
  EXPECT_EQ(listed, ids);
  EXPECT_EQ(this->cases_.List(*this->Now(), "no place of the list", 2).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(this->cases_.List(*this->Now(), "", 0).status().code(), absl::StatusCode::kInvalidArgument);
}

TYPED_TEST(CaseStoreTest, DestroyedKeyErasesTheCase) {
  const LoadedCase stored = this->StoredCase();
  ASSERT_TRUE(this->vault_.Destroy({stored.key.id}).ok());
  EXPECT_EQ(this->cases_.Load(*this->Now(), stored.record.id).status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(this->cases_.List(*this->Now(), "", 10)->cases.empty());
}

TYPED_TEST(CaseStoreTest, DamagedRowsAreCountedAndPassedOver) {
  const LoadedCase damaged = this->StoredCase();
  std::mt19937 draw(7);
  const domain::CaseRecord sound = RandomCaseRecord(draw);
  WriteBatch batch;
  this->cases_.PutNew(batch, sound, this->cases_.NewKey().value());
  batch.Put(Table::kCase, CaseRecordKey(damaged.record.id), "no sealed value");
  batch.Put(Table::kCase, CaseCopyKey(damaged.record.id, ExampleSignedCopy().id), "no sealed value");
  ASSERT_TRUE(this->engine().Commit(batch).ok());
  const CasePage page = this->cases_.List(*this->Now(), "", 10).value();
  ASSERT_EQ(page.cases.size(), 1u);
  EXPECT_EQ(page.cases[0].record.id, sound.id);
  EXPECT_EQ(page.cases[0].pseudonym, CaseStore::Pseudonym(this->cases_.Load(*this->Now(), sound.id).value()));
  EXPECT_EQ(page.damaged, 1u);
  EXPECT_TRUE(this->cases_.LoadCopies(*this->Now(), damaged)->empty());
  EXPECT_TRUE(*this->cases_.HasRow(*this->Now(), damaged.record.id));
}

TYPED_TEST(CaseStoreTest, RowMovedToAnotherCaseDoesNotOpen) {
  const LoadedCase stored = this->StoredCase();
  const auto other = domain::CaseId::FromBytes(std::string(16, 'o')).value();
  ASSERT_TRUE(this->engine().Commit(PutBatch(CaseRecordKey(other), stored.row)).ok());
  EXPECT_EQ(this->cases_.Load(*this->Now(), other).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace vsx::store
