#include <algorithm>

#include "store/access_notice_codec.h"
#include "store/access_notice_outbox.h"
#include "store/access_notice_store.h"
#include "store/delivery_codec.h"
#include "store/row_key.h"
#include "tests/store/codec_contract.h"
#include "tests/store/typed_store_harness.h"

namespace vsx::store {
namespace {

using domain::AccessPurpose;
using domain::AgencyKind;

const domain::CopyId kCopy = *domain::CopyId::FromBytes("copy-id-16-bytes");
const domain::PartyCode kParty = *domain::PartyCode::Create("QQB");
const domain::CivilDate kDay = *domain::CivilDate::Create(2031, 2, 28);

TEST(AccessNoticeCodecTest, PendingNotice) {
  ExpectSoundCodec(RandomPendingAccessNotice, EncodePendingAccessNotice, DecodePendingAccessNotice);
}
TEST(AccessNoticeCodecTest, CopyOwner) { ExpectSoundCodec(RandomCopyOwner, EncodeCopyOwner, DecodeCopyOwner); }
TEST(AccessNoticeCodecTest, AccessNotices) {
  ExpectSoundCodec(RandomAccessNotices, EncodeAccessNotices, DecodeAccessNotices);
}

TEST(AccessNoticeCodecTest, NoticesOutOfOrderAreDamage) {
  domain::AccessNotices notices = ExampleAccessNotices();
  std::reverse(notices.notices.begin(), notices.notices.end());
  EXPECT_EQ(DecodeAccessNotices(EncodeAccessNotices(notices)).status().code(), absl::StatusCode::kDataLoss);
  notices.notices[1] = notices.notices[0];
  EXPECT_EQ(DecodeAccessNotices(EncodeAccessNotices(notices)).status().code(), absl::StatusCode::kDataLoss);
}

TEST(AccessNoticeCodecTest, MarkOfANoticeReceivedIsReadAndAnOutboxItemOfThatTypeIsNot) {
  ReceivedMark mark = ExampleReceivedMark();
  mark.type = domain::DeliveryType::kAccessNotice;
  EXPECT_TRUE(Same(mark, DecodeReceivedMark(EncodeReceivedMark(mark)).value()));
  domain::OutboxItem item = ExampleOutboxItem();
  item.type = domain::DeliveryType::kAccessNotice;
  EXPECT_EQ(DecodeOutboxItem(EncodeOutboxItem(item)).status().code(), absl::StatusCode::kDataLoss);
}

template <typename Harness>
class AccessNoticeStoreTest : public TypedStoreTest<Harness> {
 protected:
  void Commit(const WriteBatch& batch) { ASSERT_TRUE(this->engine().Commit(batch).ok()); }
};
TYPED_TEST_SUITE(AccessNoticeStoreTest, BothEngines);

TYPED_TEST(AccessNoticeStoreTest, OwnerIsFoundByCopyUntilTheCaseIsErased) {
  const LoadedCase of = this->StoredCase();
  EXPECT_EQ(this->access_notices_.FindOwner(*this->Now(), kCopy).status().code(), absl::StatusCode::kNotFound);
  WriteBatch batch;
  this->access_notices_.PutOwner(batch, of, kCopy, kParty);
  this->Commit(batch);
  const auto owner = this->access_notices_.FindOwner(*this->Now(), kCopy);
  ASSERT_TRUE(owner.ok()) << owner.status();
  EXPECT_EQ(owner->case_id, of.record.id);
  EXPECT_EQ(owner->recipient, kParty);
  ASSERT_TRUE(this->vault_.Destroy({{of.key.id}}).ok());
  EXPECT_EQ(this->access_notices_.FindOwner(*this->Now(), kCopy).status().code(), absl::StatusCode::kNotFound);
}

TYPED_TEST(AccessNoticeStoreTest, NoticesComeBackWithTheirCaseAndLateChangesAreRefused) {
  const LoadedCase of = this->StoredCase();
  const LoadedAccessNotices none = this->access_notices_.Load(*this->Now(), of).value();
  EXPECT_TRUE(none.notices.notices.empty());
  WriteBatch batch;
  this->access_notices_.Put(batch, of, none, ExampleAccessNotices());
  this->Commit(batch);
  const LoadedAccessNotices there = this->access_notices_.Load(*this->Now(), of).value();
  EXPECT_EQ(there.notices, ExampleAccessNotices());
  this->ExpectNowhere("QQ");  // which Parties looked
  WriteBatch late;
  this->access_notices_.Put(late, of, none, {});
  EXPECT_EQ(this->engine().Commit(late).code(), absl::StatusCode::kAborted);
  WriteBatch later;
  this->access_notices_.Put(later, of, there, {});
  this->Commit(later);
  WriteBatch stale;
  this->access_notices_.Put(stale, of, there, ExampleAccessNotices());
  EXPECT_EQ(this->engine().Commit(stale).code(), absl::StatusCode::kAborted);
}

TYPED_TEST(AccessNoticeStoreTest, NoticesMovedToAnotherCaseAreDamage) {
  const LoadedCase of = this->StoredCase();
  WriteBatch batch;
  this->access_notices_.Put(batch, of, {}, ExampleAccessNotices());
  this->Commit(batch);
  LoadedCase other{of.record, {of.key.id, of.key.key.Clone()}, of.row};
  other.record.id = *domain::CaseId::FromBytes("another--case-id");
  const auto row = this->Now()->Get(Table::kCase, AccessNoticesKey(of.record.id)).value();
  WriteBatch moved;
  moved.Put(Table::kCase, AccessNoticesKey(other.record.id), *row);
  this->Commit(moved);
  EXPECT_EQ(this->access_notices_.Load(*this->Now(), other).status().code(), absl::StatusCode::kDataLoss);
}

TYPED_TEST(AccessNoticeStoreTest, PendingNoticeStandsUnderItsMarkUntilItIsDeleted) {
  domain::PendingAccessNotice notice = ExamplePendingAccessNotice();
  const AccessNoticeOutbox& outbox = this->access_notice_outbox_;
  EXPECT_FALSE(outbox.Has(*this->Now(), notice.recipient, notice.mark).value());
  WriteBatch batch;
  outbox.Put(batch, notice);
  this->Commit(batch);
  EXPECT_TRUE(outbox.Has(*this->Now(), notice.recipient, notice.mark).value());
  EXPECT_FALSE(outbox.Has(*this->Now(), *domain::PartyCode::Create("ZZZ"), notice.mark).value());
  const PendingNoticePage page = outbox.List(*this->Now(), notice.recipient, "", 10).value();
  ASSERT_EQ(page.notices.size(), 1u);
  EXPECT_TRUE(Same(page.notices[0].notice, notice));

  domain::PendingAccessNotice changed = notice;
  changed.sealed_content.clear();
  WriteBatch change;
  outbox.PutChanged(change, page.notices[0], changed);
  this->Commit(change);
  WriteBatch late;
  outbox.Delete(late, page.notices[0]);
  EXPECT_EQ(this->engine().Commit(late).code(), absl::StatusCode::kAborted);
  WriteBatch remove;
  outbox.Delete(remove, outbox.List(*this->Now(), notice.recipient, "", 10)->notices.at(0));
  this->Commit(remove);
  EXPECT_FALSE(outbox.Has(*this->Now(), notice.recipient, notice.mark).value());
}

TYPED_TEST(AccessNoticeStoreTest, DamagedPendingRowIsCountedAndHoldsUpNoOther) {
  domain::PendingAccessNotice notice = ExamplePendingAccessNotice();
  WriteBatch batch;
  this->access_notice_outbox_.Put(batch, notice);
  batch.Put(Table::kOutbox, PendingAccessNoticeKey(notice.recipient, std::string(32, 'a')), "no notice");
  batch.Put(Table::kOutbox, PendingAccessNoticeKey(notice.recipient, std::string(32, 'b')),
            EncodePendingAccessNotice(notice));  // in another's place
  this->Commit(batch);
  const PendingNoticePage page = this->access_notice_outbox_.List(*this->Now(), notice.recipient, "", 10).value();
  EXPECT_EQ(page.notices.size(), 1u);
  EXPECT_EQ(page.damaged, 2u);
}

TYPED_TEST(AccessNoticeStoreTest, MarkTellsApartEverythingThatANoticeIsAbout) {
  const AccessNoticeOutbox& outbox = this->access_notice_outbox_;
  const std::string mark = outbox.MarkOf(kCopy, AgencyKind::kPolice, AccessPurpose::kProtectiveCheck, kDay);
  EXPECT_EQ(mark.size(), 32u);
  EXPECT_EQ(outbox.MarkOf(kCopy, AgencyKind::kPolice, AccessPurpose::kProtectiveCheck, kDay), mark);
  const auto other = *domain::CopyId::FromBytes("copy-id-16-byteS");
  EXPECT_NE(outbox.MarkOf(other, AgencyKind::kPolice, AccessPurpose::kProtectiveCheck, kDay), mark);
  EXPECT_NE(outbox.MarkOf(kCopy, AgencyKind::kCourt, AccessPurpose::kProtectiveCheck, kDay), mark);
  EXPECT_NE(outbox.MarkOf(kCopy, AgencyKind::kPolice, AccessPurpose::kScreening, kDay), mark);
  EXPECT_NE(outbox.MarkOf(kCopy, AgencyKind::kPolice, AccessPurpose::kProtectiveCheck, kDay.AddYears(1)), mark);
  const crypto::SecretBytes another_key = crypto::SecretBytes::CopyFrom(std::string(32, 'm'));
  EXPECT_NE(AccessNoticeOutbox(another_key).MarkOf(kCopy, AgencyKind::kPolice, AccessPurpose::kProtectiveCheck, kDay),
            mark);
}

}  // namespace
}  // namespace vsx::store
