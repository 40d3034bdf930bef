#ifndef VSX_TESTS_END_TO_END_HOSTILE_PEER_H_
#define VSX_TESTS_END_TO_END_HOSTILE_PEER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/signer.h"
#include "node/statement/trust_store.h"
#include "tests/end_to_end/federation_fixture.h"
#include "tests/end_to_end/sample_person.h"
#include "vsx/v1/exchange.grpc.pb.h"
#include "vsx/v1/statement.pb.h"

namespace vsx::test {

// A level 2 notice with its protective copy, sound as made; a test bends it before it is signed.
struct NoticeDraft {
  v1::AttestationCopy notice;
  v1::AttestationCopy protective;
  std::vector<v1::HandleOpening> openings;
  const crypto::Signer* signer;  // of both copies
  std::string appended;          // to both payloads before they are signed: fields that no version knows
};

struct DeliveryAnswer {
  grpc::Status status;
  std::string receipt;  // envelope
};

// HostilePeer has everything of a Party (keys, node certificate, trust documents), and signs, seals and sends what no
// node would. Whatever it says of people is fictitious.
class HostilePeer {
 public:
  HostilePeer(Federation& federation, std::string own, std::string target);

  const crypto::Signer& attestation() const { return SignerOf(crypto::KeyRole::kAttestation); }
  const crypto::Signer& operations() const { return SignerOf(crypto::KeyRole::kOperations); }
  const statement::TrustStore& trust() const { return trust_; }

  // An adult whom `own` identified today, found by her document, with fresh ids.
  NoticeDraft Draft(const SamplePerson& person) const;

  // Signed, sealed to the target under a fresh delivery id, ready to be sent.
  v1::DeliverRequest Notification(const NoticeDraft& draft) const;
  // Withdraws both copies.
  v1::DeliverRequest Withdrawal(const NoticeDraft& draft, const std::string& id, int64_t withdrawn_at) const;
  // The same in steps, each to be bent: the statement, its envelope, its delivery.
  v1::Withdrawal WithdrawalOf(const NoticeDraft& draft, const std::string& id, int64_t withdrawn_at) const;
  std::string SignWithdrawal(const v1::Withdrawal& withdrawal, const crypto::Signer& signer) const;
  v1::DeliverRequest WithdrawalDelivery(const std::string& envelope) const;
  // Revokes both copies.
  v1::DeliverRequest Revocation(const NoticeDraft& draft, v1::RevocationReason reason) const;
  // That an authority of `own` found this copy of the target's; signed and sealed in steps, as a withdrawal is.
  v1::AccessNotice AccessNoticeOf(const std::string& copy_id) const;
  std::string SignAccessNotice(const v1::AccessNotice& notice, const crypto::Signer& signer) const;
  v1::DeliverRequest AccessNoticeDelivery(const std::string& envelope) const;
  // Any content, however large.
  v1::DeliverRequest Sealed(v1::DeliveryType type, const std::string& content) const;
  std::string SignCopy(const NoticeDraft& draft, const v1::AttestationCopy& copy) const;

  // Sends to the target's peer port, from the own node's certificate.
  DeliveryAnswer Send(const v1::DeliverRequest& request) const;
  // Sends bytes as they are as the request of Deliver.
  grpc::Status SendBytes(const std::string& request) const;

 private:
  const crypto::Signer& SignerOf(crypto::KeyRole role) const;

  const FederationParty& party_;
  const std::string own_;
  const std::string target_;
  const statement::TrustStore trust_;
  const std::shared_ptr<grpc::Channel> channel_;
};

// `size` fresh random bytes.
std::string RandomBytes(size_t size);

// Deliver over any channel.
DeliveryAnswer DeliverOver(const std::shared_ptr<grpc::Channel>& channel, const v1::DeliverRequest& request);

// Whether a plain TLS client that offers exactly `tls_version` (TLS1_2_VERSION) comes through the handshake at a port
// of this machine.
bool ShakesHands(int port, int tls_version, const KeyAndCertificate& identity);

}  // namespace vsx::test

#endif  // VSX_TESTS_END_TO_END_HOSTILE_PEER_H_
