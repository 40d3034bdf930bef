#include "crypto/signing_key.h"
#include "tests/end_to_end/hostile_case.h"

// Access notices that nobody may believe, or that are about nothing here.
namespace vsx::test {
namespace {

HostileCase BentNotices(const std::function<std::vector<v1::DeliverRequest>(HostileStage&)>& requests_of) {
  return {[requests_of](HostileStage& stage) {
    const std::vector<v1::DeliverRequest> requests = requests_of(stage);
    return Calls(stage, [&stage, requests] { return SendAll(stage, requests); });
  }};
}

// One notice, bent before it is rightly signed.
HostileCase BentAccessNotice(void (*bend)(v1::AccessNotice&)) {
  return BentNotices([bend](HostileStage& stage) {
    const HostilePeer& peer = stage.peer();
    v1::AccessNotice notice = peer.AccessNoticeOf(RandomBytes(16));
    bend(notice);
    return std::vector{peer.AccessNoticeDelivery(peer.SignAccessNotice(notice, peer.operations()))};
  });
}

}  // namespace

void AddWrongAccessNotices(HostileTable& cases) {
  cases["forged-signature-access-notice"] = BentNotices([](HostileStage& stage) {
    const HostilePeer& peer = stage.peer();
    const crypto::LocalSigner stranger(crypto::SigningKey::Generate());
    const crypto::Signer& third =
        **stage.federation().party(HostileStage::kThird).keystore->signer(crypto::KeyRole::kOperations);
    const v1::AccessNotice notice = peer.AccessNoticeOf(RandomBytes(16));
    v1::AccessNotice other = notice;
    other.set_copy_id(RandomBytes(16));
    v1::Envelope altered;
    EXPECT_TRUE(altered.ParseFromString(peer.SignAccessNotice(other, peer.operations())));
    altered.set_payload(notice.SerializeAsString());
    return std::vector{peer.AccessNoticeDelivery(peer.SignAccessNotice(notice, stranger)),
                       peer.AccessNoticeDelivery(peer.SignAccessNotice(notice, third)),
                       peer.AccessNoticeDelivery(altered.SerializeAsString())};
  });
  cases["wrong-role-access-notice"] = BentNotices([](HostileStage& stage) {
    const HostilePeer& peer = stage.peer();
    const v1::AccessNotice notice = peer.AccessNoticeOf(RandomBytes(16));
    return std::vector{peer.AccessNoticeDelivery(peer.SignAccessNotice(notice, peer.attestation()))};
  });
  cases["wrong-issuer-access-notice"] =
      BentAccessNotice([](v1::AccessNotice& notice) { notice.set_issuer(HostileStage::kThird); });
  cases["wrong-recipient-access-notice"] =
      BentAccessNotice([](v1::AccessNotice& notice) { notice.set_recipient(HostileStage::kThird); });
  cases["access-notice-for-no-check"] =
      BentAccessNotice([](v1::AccessNotice& notice) { notice.set_purpose(v1::ACCESS_PURPOSE_CASE_MANAGEMENT); });
  cases["access-notice-of-unknown-copy"] = {[](HostileStage& stage) {
    const HostilePeer& peer = stage.peer();
    const SamplePerson person = stage.NextPerson();
    const NoticeDraft draft = peer.Draft(person);  // copies that the peer made itself, and the node took
    MustBeTaken(stage, peer.Notification(draft));
    std::vector<v1::DeliverRequest> requests;
    for (const std::string& copy : {RandomBytes(16), draft.notice.copy_id(), draft.protective.copy_id()}) {
      requests.push_back(
          peer.AccessNoticeDelivery(peer.SignAccessNotice(peer.AccessNoticeOf(copy), peer.operations())));
    }
    return Attempt{person, [&stage, requests] { return SendAll(stage, requests); }};
  }};
}

}  // namespace vsx::test
