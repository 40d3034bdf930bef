#include "store/inbox_store.h"

#include "tests/store/typed_store_harness.h"

namespace vsx::store {
namespace {

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

  const domain::Handle handle_ = domain::Handle::FromDocument("P", "UTO", "XX0000001").value();
  const domain::Handle name_ = domain::Handle::FromBiographic(domain::NameKey::FromName("Contoh Fictitious").value(),
                                                              domain::PartialDate::Parse("1999").value());
};
TYPED_TEST_SUITE(InboxStoreTest, BothEngines);

TYPED_TEST(InboxStoreTest, NoticeIsFoundByEveryOpenedHandle) {
  const LoadedInboxItem stored = this->Stored();
  for (const domain::Handle& handle : {this->handle_, this->name_}) {
    const auto found = this->inbox_.FindByHandle(*this->Now(), handle).value();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_TRUE(Same(found[0].item, stored.item));
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
  const auto found = this->inbox_.FindByHandle(*this->Now(), this->handle_).value();
  ASSERT_EQ(found.size(), kMaxPageRows + 1);
  EXPECT_EQ(found.back().item.issuer.value(), "QQC");
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
  const MarkPage marks = this->inbox_.ListMarks(*this->Now(), "", 10).value();
  ASSERT_EQ(marks.entries.size(), 1u);
  EXPECT_EQ(marks.entries[0].id, id);
  EXPECT_TRUE(Same(marks.entries[0].mark, tombstone));
}

TYPED_TEST(InboxStoreTest, DestroyedKeyErasesTheNotice) {
  const LoadedInboxItem stored = this->Stored();
  ASSERT_TRUE(this->inbox_.DestroyKeys({stored.key.id}).ok());
  EXPECT_TRUE(this->inbox_.FindByHandle(*this->Now(), this->handle_)->empty());
  EXPECT_TRUE(this->inbox_.List(*this->Now(), "", 10)->items.empty());
}

}  // namespace
}  // namespace vsx::store
