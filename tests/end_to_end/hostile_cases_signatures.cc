#include <memory>
#include <utility>

#include "crypto/signing_key.h"
#include "tests/end_to_end/hostile_case.h"

// Notices and withdrawals whose signature, signer or names are wrong.
namespace vsx::test {

void AddWrongSignatures(HostileTable& cases) {
  cases["forged-signature"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const crypto::LocalSigner stranger(crypto::SigningKey::Generate());
    NoticeDraft by_stranger = stage.peer().Draft(person);
    by_stranger.signer = &stranger;
    // Rightly signed by another Party, and forwarded.
    NoticeDraft by_other_party = stage.peer().Draft(person);
    by_other_party.notice.set_issuer(HostileStage::kThird);
    by_other_party.protective.set_issuer(HostileStage::kThird);
    by_other_party.signer =
        *stage.federation().party(HostileStage::kThird).keystore->signer(crypto::KeyRole::kAttestation);
    // The content was changed after it was signed.
    const NoticeDraft draft = stage.peer().Draft(person);
    v1::Envelope altered;
    EXPECT_TRUE(altered.ParseFromString(stage.peer().SignCopy(draft, draft.notice)));
    altered.mutable_payload()->back() ^= 1;
    v1::DeliveryContent content;
    content.mutable_notification()->set_notice_envelope(altered.SerializeAsString());
    const std::vector<v1::DeliverRequest> requests = {
        stage.peer().Notification(by_stranger), stage.peer().Notification(by_other_party),
        stage.peer().Sealed(v1::DELIVERY_TYPE_NOTIFICATION, content.SerializeAsString())};
    return Attempt{person, [&stage, requests] { return SendAll(stage, requests); }};
  }};
  cases["wrong-role"] =
      BentNotice([](HostileStage& stage, NoticeDraft& draft) { draft.signer = &stage.peer().operations(); });
  cases["wrong-recipient-copy"] = BentNotice([](HostileStage&, NoticeDraft& draft) {
    draft.notice.set_recipient(HostileStage::kThird);
    draft.protective.set_recipient(HostileStage::kThird);
  });
  // Sealed content that nobody can open shows that it is not tried.
  cases["wrong-recipient-delivery"] = BentDelivery([](v1::DeliverRequest& request) {
    request.set_recipient(HostileStage::kThird);
    request.set_sealed_content(std::string(kMarkedName) + RandomBytes(300));
  });
  cases["wrong-issuer-copy"] = BentNotice([](HostileStage&, NoticeDraft& draft) {
    draft.notice.set_issuer(HostileStage::kThird);
    draft.protective.set_issuer(HostileStage::kThird);
  });
}

namespace {

// What is sent about the copies of `draft`, which the node took before.
using AgainstCopies = std::function<std::vector<v1::DeliverRequest>(HostileStage&, const NoticeDraft& draft)>;

HostileCase Against(const AgainstCopies& requests_of) {
  return {[requests_of](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const NoticeDraft draft = stage.peer().Draft(person);
    MustBeTaken(stage, stage.peer().Notification(draft));
    const std::vector<v1::DeliverRequest> requests = requests_of(stage, draft);
    return Attempt{person, [&stage, requests] { return SendAll(stage, requests); }};
  }};
}

const crypto::Signer& OperationsOfThird(HostileStage& stage) {
  return **stage.federation().party(HostileStage::kThird).keystore->signer(crypto::KeyRole::kOperations);
}

}  // namespace

// What ends protection: nothing forged may.
void AddWrongWithdrawals(HostileTable& cases) {
  cases["forged-signature-withdrawal"] = Against([](HostileStage& stage, const NoticeDraft& draft) {
    const HostilePeer& peer = stage.peer();
    const v1::Withdrawal sound = peer.WithdrawalOf(draft, RandomBytes(16), Now());
    const crypto::LocalSigner stranger(crypto::SigningKey::Generate());
    v1::Withdrawal of_third = sound;
    of_third.set_issuer(HostileStage::kThird);
    // The copies were put in after it was signed.
    v1::Withdrawal other = sound;
    other.set_copy_ids(0, RandomBytes(16));
    v1::Envelope altered;
    EXPECT_TRUE(altered.ParseFromString(peer.SignWithdrawal(other, peer.operations())));
    altered.set_payload(sound.SerializeAsString());
    return std::vector{peer.WithdrawalDelivery(peer.SignWithdrawal(sound, stranger)),
                       peer.WithdrawalDelivery(peer.SignWithdrawal(sound, OperationsOfThird(stage))),
                       peer.WithdrawalDelivery(peer.SignWithdrawal(of_third, OperationsOfThird(stage))),
                       peer.WithdrawalDelivery(altered.SerializeAsString())};
  });
  cases["wrong-role-withdrawal"] = Against([](HostileStage& stage, const NoticeDraft& draft) {
    const HostilePeer& peer = stage.peer();
    const v1::Withdrawal sound = peer.WithdrawalOf(draft, RandomBytes(16), Now());
    return std::vector{peer.WithdrawalDelivery(peer.SignWithdrawal(sound, peer.attestation()))};
  });
  cases["wrong-issuer-withdrawal"] = Against([](HostileStage& stage, const NoticeDraft& draft) {
    const HostilePeer& peer = stage.peer();
    v1::Withdrawal withdrawal = peer.WithdrawalOf(draft, RandomBytes(16), Now());
    withdrawal.set_issuer(HostileStage::kThird);
    return std::vector{peer.WithdrawalDelivery(peer.SignWithdrawal(withdrawal, peer.operations()))};
  });
  cases["wrong-recipient-withdrawal"] = Against([](HostileStage& stage, const NoticeDraft& draft) {
    const HostilePeer& peer = stage.peer();
    v1::Withdrawal withdrawal = peer.WithdrawalOf(draft, RandomBytes(16), Now());
    withdrawal.set_recipient(HostileStage::kThird);
    return std::vector{peer.WithdrawalDelivery(peer.SignWithdrawal(withdrawal, peer.operations()))};
  });
  cases["withdrawal-of-anothers-copies"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const HostilePeer third(stage.federation(), HostileStage::kThird, HostileStage::kTarget);
    const NoticeDraft draft = third.Draft(person);
    EXPECT_TRUE(third.Send(third.Notification(draft)).status.ok());
    const std::vector<v1::DeliverRequest> requests = {stage.peer().Withdrawal(draft, RandomBytes(16), Now())};
    return Attempt{person, [&stage, requests] { return SendAll(stage, requests); }};
  }};
  cases["unknown-revocation-reason"] = Against([](HostileStage& stage, const NoticeDraft& draft) {
    return std::vector{stage.peer().Revocation(draft, v1::REVOCATION_REASON_UNSPECIFIED),
                       stage.peer().Revocation(draft, static_cast<v1::RevocationReason>(kUnknownValue))};
  });
}
}  // namespace vsx::test
