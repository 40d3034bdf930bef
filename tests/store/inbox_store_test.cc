#include "store/inbox_store.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "store/row_key.h"
#include "tests/store/typed_store_harness.h"

namespace vsx::store {
namespace {

domain::PartyCode Issuer() { return domain::PartyCode::Create("QQA").value(); }

// Of memory, in this process.
size_t Mappings() {
  std::ifstream maps("/proc/self/maps");
  return static_cast<size_t>(std::count(std::istreambuf_iterator<char>(maps), std::istreambuf_iterator<char>(), '\n'));
}

template <typename Harness>
class InboxStoreTest : public TypedStoreTest<Harness> {
 protected:
  LoadedInboxItem Stored(char id = 'n') {
    domain::InboxItem item{.issuer = domain::PartyCode::Create("QQA").value(),
                           .notice_id = domain::CopyId::FromBytes(std::string(16, id)).value()};
    item.notice_envelope = "notice about Contoh Fictitious";
    item.protective_envelope = "protective";
    item.protective_copy_id = std::string(16, 'p');
    item.openings = {{0, 0, 0, std::string(32, 's'), handle_.canonical()},
                     {3, 1, 1, std::string(32, 't'), name_.canonical()}};
    WriteBatch batch;
    this->inbox_.PutNew(batch, item, this->inbox_.NewKey().value());
    EXPECT_TRUE(this->engine().Commit(batch).ok());
    return this->inbox_.Load(*this->Now(), item.issuer, item.notice_id).value();
  }

  std::vector<domain::InboxItem> Found(const domain::Handle& handle) {
    std::vector<domain::InboxItem> found;
    passed_over_ =
        this->inbox_
            .VisitByHandle(*this->Now(), handle, [&](const UnkeyedInboxItem& one) { found.push_back(one.item); })
            .value();
    return found;
  }

  PassedOver passed_over_;  // of the last Found
  const domain::Handle handle_ = domain::Handle::FromDocument("P", "UTO", "XX0000001").value();
  const domain::Handle name_ = domain::Handle::FromBiographic(domain::NameKey::FromName("Contoh Fictitious").value(),
                                                              domain::PartialDate::Parse("1999").value());
};
TYPED_TEST_SUITE(InboxStoreTest, BothEngines);

TYPED_TEST(InboxStoreTest, NoticeIsFoundByEveryOpenedHandle) {
  const LoadedInboxItem stored = this->Stored();
  for (const domain::Handle& handle : {this->handle_, this->name_}) {
    const std::vector<domain::InboxItem> found = this->Found(handle);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_TRUE(Same(found[0], stored.item));
  }
  EXPECT_EQ(this->inbox_.List(*this->Now(), "", 10)->items.size(), 1u);
  this->ExpectNowhere("Contoh");
  this->ExpectNowhere("XX0000001");
}

// One Party's notices about a handle come first in the order of keys and must not hide another's.
TYPED_TEST(InboxStoreTest, EveryNoticeOfAHandleIsFoundHoweverManyThereAre) {
  const CaseKey key = this->inbox_.NewKey().value();
  WriteBatch batch;
  for (size_t i = 0; i <= kMaxPageRows; ++i) {
    std::string id(domain::CopyId::kSize, '\0');
    id[0] = static_cast<char>(i / 256);
    id[1] = static_cast<char>(i % 256);
    domain::InboxItem item{.issuer = domain::PartyCode::Create(i < kMaxPageRows ? "QQA" : "QQC").value(),
                           .notice_id = domain::CopyId::FromBytes(id).value()};
    item.openings = {{0, 0, 0, std::string(32, 's'), this->handle_.canonical()}};
    this->inbox_.PutNew(batch, item, key);
  }
  ASSERT_TRUE(this->engine().Commit(batch).ok());
  const std::vector<domain::InboxItem> found = this->Found(this->handle_);
  ASSERT_EQ(found.size(), kMaxPageRows + 1);
  EXPECT_EQ(found.back().issuer.value(), "QQC");
  EXPECT_EQ(this->inbox_.NoticesOn(*this->Now(), Issuer(), this->handle_.canonical(), 10)->size(), 10u);
  EXPECT_EQ(
      this->inbox_.NoticesOn(*this->Now(), domain::PartyCode::Create("QQC").value(), this->handle_.canonical(), 10)
          ->size(),
      1u);
}

// Each key in hand costs four mappings of memory, of which a process has 65,530.
TYPED_TEST(InboxStoreTest, HoweverManyNoticesThereAreFewKeysAreInHand) {
  WriteBatch batch;
  for (size_t i = 0; i < 200; ++i) {
    std::string id(domain::CopyId::kSize, '\0');
    id[0] = static_cast<char>(i);
    domain::InboxItem item{.issuer = Issuer(), .notice_id = domain::CopyId::FromBytes(id).value()};
    item.openings = {{0, 0, 0, std::string(32, 's'), this->handle_.canonical()}};
    this->inbox_.PutNew(batch, item, this->inbox_.NewKey().value());
  }
  ASSERT_TRUE(this->engine().Commit(batch).ok());
  const size_t before = Mappings();
  size_t most = 0;
  ASSERT_TRUE(this->inbox_
                  .VisitByHandle(*this->Now(), this->handle_,
                                 [&](const UnkeyedInboxItem&) { most = std::max(most, Mappings()); })
                  .ok());
  EXPECT_LT(most, before + 100);
  const InboxPage page = this->inbox_.List(*this->Now(), "", 200).value();
  ASSERT_EQ(page.items.size(), 200u);
  EXPECT_LT(Mappings(), before + 100);
}

TYPED_TEST(InboxStoreTest, DamagedRowsAreCountedAndPassedOver) {
  const LoadedInboxItem damaged = this->Stored('d');
  this->Stored('n');
  ASSERT_TRUE(
      this->engine()
          .Commit(PutBatch(InboxCopyKey(damaged.item.issuer, damaged.item.notice_id), "no sealed value", Table::kInbox))
          .ok());
  EXPECT_EQ(this->Found(this->handle_).size(), 1u);
  EXPECT_EQ(this->passed_over_.damaged, 1u);
  EXPECT_EQ(this->inbox_.List(*this->Now(), "", 10)->items.size(), 1u);
  EXPECT_EQ(this->inbox_.List(*this->Now(), "", 10)->damaged, 1u);
}

TYPED_TEST(InboxStoreTest, DeletedNoticeLeavesNoLookUpRow) {
  const LoadedInboxItem stored = this->Stored();
  WriteBatch batch;
  this->inbox_.Delete(batch, stored);
  ASSERT_TRUE(this->engine().Commit(batch).ok());
  EXPECT_TRUE(this->Now()->Scan(Table::kHandleLookup, "", "", 10)->rows.empty());
  EXPECT_TRUE(this->Now()->Scan(Table::kInbox, "", "", 10)->rows.empty());
  EXPECT_EQ(this->inbox_.Load(*this->Now(), stored.item.issuer, stored.item.notice_id).status().code(),
            absl::StatusCode::kNotFound);
  WriteBatch again;
  this->inbox_.Delete(again, stored);
  EXPECT_EQ(this->engine().Commit(again).code(), absl::StatusCode::kAborted);
}

TYPED_TEST(InboxStoreTest, ChangeIsBoundToWhatWasRead) {
  const LoadedInboxItem stored = this->Stored();
  domain::InboxItem changed = stored.item;
  changed.revocation_envelopes = {"revocation"};
  WriteBatch first;
  this->inbox_.PutChanged(first, stored, changed);
  WriteBatch second;
  this->inbox_.PutChanged(second, stored, stored.item);
  EXPECT_TRUE(this->engine().Commit(first).ok());
  EXPECT_EQ(this->engine().Commit(second).code(), absl::StatusCode::kAborted);
}

TYPED_TEST(InboxStoreTest, MarksAreWrittenOnceAndReplacedOnlyAsRead) {
  const auto issuer = domain::PartyCode::Create("QQA").value();
  const std::string id(16, 'm');
  const ReceivedMark mark = ExampleReceivedMark();
  EXPECT_FALSE(this->inbox_.FindMark(*this->Now(), issuer, id)->has_value());
  WriteBatch first;
  this->inbox_.PutMark(first, issuer, id, mark);
  ASSERT_TRUE(this->engine().Commit(first).ok());
  EXPECT_EQ(this->engine().Commit(first).code(), absl::StatusCode::kAborted);
  EXPECT_TRUE(Same(**this->inbox_.FindMark(*this->Now(), issuer, id), mark));
  EXPECT_FALSE(this->inbox_.FindMark(*this->Now(), domain::PartyCode::Create("QQB").value(), id)->has_value())
      << "ids are each issuer's own";

  ReceivedMark tombstone = mark;
  tombstone.erased = true;
  tombstone.notice_id.clear();
  WriteBatch stale;
  this->inbox_.ReplaceMark(stale, issuer, id, tombstone, tombstone);
  EXPECT_EQ(this->engine().Commit(stale).code(), absl::StatusCode::kAborted);
  WriteBatch replaced;
  this->inbox_.ReplaceMark(replaced, issuer, id, mark, tombstone);
  ASSERT_TRUE(this->engine().Commit(replaced).ok());
  EXPECT_TRUE(Same(**this->inbox_.FindMark(*this->Now(), issuer, id), tombstone));
}

TYPED_TEST(InboxStoreTest, MarkIsListedWhileSomethingIsLeftToDo) {
  const std::string id(16, 'm');
  const auto pending = [&] { return this->inbox_.ListPendingMarks(*this->Now(), "", 10).value(); };
  ReceivedMark mark{.type = domain::DeliveryType::kWithdrawal};
  mark.keys_to_destroy = {CaseKeyId::FromBytes(std::string(16, 'k')).value()};
  WriteBatch first;
  this->inbox_.PutMark(first, Issuer(), id, mark);
  ASSERT_TRUE(this->engine().Commit(first).ok());
  ASSERT_EQ(pending().marks.size(), 1u);
  EXPECT_EQ(pending().marks[0].issuer, Issuer());
  EXPECT_EQ(pending().marks[0].id, id);

  ReceivedMark without_receipt = mark;
  without_receipt.keys_to_destroy.clear();
  WriteBatch second;
  this->inbox_.ReplaceMark(second, Issuer(), id, mark, without_receipt);
  ASSERT_TRUE(this->engine().Commit(second).ok());
  EXPECT_EQ(pending().marks.size(), 1u) << "a withdrawal is finished with its receipt";

  ReceivedMark done = without_receipt;
  done.receipt_envelope = "receipt";
  WriteBatch third;
  this->inbox_.ReplaceMark(third, Issuer(), id, without_receipt, done);
  ASSERT_TRUE(this->engine().Commit(third).ok());
  EXPECT_TRUE(pending().marks.empty());
}

TYPED_TEST(InboxStoreTest, DestroyedKeyErasesTheNotice) {
  const LoadedInboxItem stored = this->Stored();
  ASSERT_TRUE(this->inbox_.DestroyKeys({stored.key.id}).ok());
  EXPECT_TRUE(this->Found(this->handle_).empty());
  EXPECT_EQ(this->passed_over_.keyless, std::vector{InboxCopyKey(stored.item.issuer, stored.item.notice_id)})
      << "told, since what replaced it may stand in a newer snapshot";
  EXPECT_TRUE(this->inbox_.List(*this->Now(), "", 10)->items.empty());
}

}  // namespace
}  // namespace vsx::store
