#include "tests/end_to_end/hostile_peer.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <ctime>
#include <utility>

#include "crypto/handle_commitment.h"
#include "crypto/random_source.h"
#include "crypto/sealed_box.h"
#include "node/domain/delivery.h"
#include "node/domain/handle.h"
#include "node/statement/enums.h"
#include "node/statement/sign_statement.h"

namespace vsx::test {
namespace {

constexpr char kDeliver[] = "/vsx.v1.ExchangeService/Deliver";
constexpr int kCommitments = 8;

std::string Today() { return domain::CivilDate::FromTime({Now()}).ToString(); }

std::string SignBytes(statement::StatementType type, const std::string& payload, const crypto::Signer& signer) {
  return statement::SignStatement(type, payload, signer)->envelope;
}

struct FreeOpenSsl {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(BIO* bio) const { BIO_free_all(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

}  // namespace

std::string RandomBytes(size_t size) {
  crypto::SystemRandomSource random;
  return random.Bytes(size);
}

HostilePeer::HostilePeer(Federation& federation, std::string own, std::string target)
    : party_(federation.party(own)),
      own_(std::move(own)),
      target_(std::move(target)),
      trust_(federation.Trust(own_)),
      channel_(federation.DialPeerPort(target_, party_.node_certificate)) {}

const crypto::Signer& HostilePeer::SignerOf(crypto::KeyRole role) const { return **party_.keystore->signer(role); }

NoticeDraft HostilePeer::Draft(const SamplePerson& person) const {
  v1::AttestationCopy copy;
  copy.set_version(statement::kStatementVersion);
  copy.set_algorithms(std::string(statement::kStatementAlgorithms));
  copy.set_issuer(own_);
  copy.set_recipient(target_);
  copy.set_signed_on(Today());
  copy.set_status(v1::CASE_STATUS_IDENTIFIED);
  copy.set_age_class(v1::AGE_CLASS_ADULT);
  copy.set_capacity(v1::CAPACITY_RECEIVING);
  copy.set_date_identified(Today());
  copy.set_contact_desk_id("duty-desk");
  for (int i = 0; i < kCommitments; ++i) copy.add_handle_commitments(RandomBytes(32));

  NoticeDraft draft{copy, copy, {}, &attestation(), ""};
  draft.notice.set_purpose(v1::PURPOSE_NOTIFY_LEVEL_2);
  draft.notice.set_copy_id(RandomBytes(16));
  draft.notice.mutable_identity()->add_names()->set_text(person.name);
  draft.notice.mutable_identity()->set_birth_date(person.birth_date);
  *draft.notice.mutable_identity()->add_documents() = person.ByDocument().document();

  draft.protective.set_purpose(v1::PURPOSE_PROTECTIVE_CHECK);
  draft.protective.set_copy_id(RandomBytes(16));
  v1::HandleOpening opening;
  opening.set_slot(3);
  opening.set_handle_class(v1::HANDLE_CLASS_DOCUMENT);
  opening.set_mark(v1::HANDLE_MARK_EXACT);
  opening.set_salt(RandomBytes(crypto::kHandleSaltSize));
  opening.set_handle(domain::Handle::FromDocument("P", person.document_state, person.document_number)->canonical());
  draft.protective.set_handle_commitments(
      3, *crypto::HandleCommitment(draft.protective.copy_id(), "document", 0, opening.salt(), opening.handle()));
  draft.openings.push_back(opening);
  return draft;
}

std::string HostilePeer::SignCopy(const NoticeDraft& draft, const v1::AttestationCopy& copy) const {
  return SignBytes(statement::StatementType::kAttestationCopy, copy.SerializeAsString() + draft.appended,
                   *draft.signer);
}

v1::DeliverRequest HostilePeer::Notification(const NoticeDraft& draft) const {
  v1::DeliveryContent content;
  content.mutable_notification()->set_notice_envelope(SignCopy(draft, draft.notice));
  content.mutable_notification()->set_protective_envelope(SignCopy(draft, draft.protective));
  for (const v1::HandleOpening& opening : draft.openings) *content.mutable_notification()->add_openings() = opening;
  return Sealed(v1::DELIVERY_TYPE_NOTIFICATION, content.SerializeAsString());
}

v1::DeliverRequest HostilePeer::Withdrawal(const NoticeDraft& draft, const std::string& id,
                                           int64_t withdrawn_at) const {
  return WithdrawalDelivery(SignWithdrawal(WithdrawalOf(draft, id, withdrawn_at), operations()));
}

v1::Withdrawal HostilePeer::WithdrawalOf(const NoticeDraft& draft, const std::string& id, int64_t withdrawn_at) const {
  v1::Withdrawal withdrawal;
  withdrawal.set_version(statement::kStatementVersion);
  withdrawal.set_algorithms(std::string(statement::kStatementAlgorithms));
  withdrawal.set_issuer(own_);
  withdrawal.set_recipient(target_);
  withdrawal.set_withdrawal_id(id);
  withdrawal.add_copy_ids(draft.notice.copy_id());
  withdrawal.add_copy_ids(draft.protective.copy_id());
  withdrawal.set_withdrawn_at(withdrawn_at);
  return withdrawal;
}

std::string HostilePeer::SignWithdrawal(const v1::Withdrawal& withdrawal, const crypto::Signer& signer) const {
  return SignBytes(statement::StatementType::kWithdrawal, withdrawal.SerializeAsString(), signer);
}

v1::DeliverRequest HostilePeer::WithdrawalDelivery(const std::string& envelope) const {
  v1::DeliveryContent content;
  content.set_withdrawal_envelope(envelope);
  return Sealed(v1::DELIVERY_TYPE_WITHDRAWAL, content.SerializeAsString());
}

v1::DeliverRequest HostilePeer::Revocation(const NoticeDraft& draft, v1::RevocationReason reason) const {
  v1::Revocation revocation;
  revocation.set_version(statement::kStatementVersion);
  revocation.set_algorithms(std::string(statement::kStatementAlgorithms));
  revocation.set_issuer(own_);
  revocation.set_recipient(target_);
  revocation.set_revocation_id(RandomBytes(16));
  revocation.add_copy_ids(draft.notice.copy_id());
  revocation.add_copy_ids(draft.protective.copy_id());
  revocation.set_reason(reason);
  revocation.set_revoked_at(Now());
  v1::DeliveryContent content;
  content.set_revocation_envelope(
      SignBytes(statement::StatementType::kRevocation, revocation.SerializeAsString(), attestation()));
  return Sealed(v1::DELIVERY_TYPE_REVOCATION, content.SerializeAsString());
}

v1::AccessNotice HostilePeer::AccessNoticeOf(const std::string& copy_id) const {
  v1::AccessNotice notice;
  notice.set_version(statement::kStatementVersion);
  notice.set_algorithms(std::string(statement::kStatementAlgorithms));
  notice.set_issuer(own_);
  notice.set_recipient(target_);
  notice.set_notice_id(RandomBytes(16));
  notice.set_copy_id(copy_id);
  notice.set_agency_kind(v1::AGENCY_KIND_IMMIGRATION);
  notice.set_purpose(v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
  notice.set_day(Today());
  return notice;
}

std::string HostilePeer::SignAccessNotice(const v1::AccessNotice& notice, const crypto::Signer& signer) const {
  return SignBytes(statement::StatementType::kAccessNotice, notice.SerializeAsString(), signer);
}

v1::DeliverRequest HostilePeer::AccessNoticeDelivery(const std::string& envelope) const {
  v1::DeliveryContent content;
  content.set_access_notice_envelope(envelope);
  return Sealed(v1::DELIVERY_TYPE_ACCESS_NOTICE, content.SerializeAsString());
}

v1::DeliverRequest HostilePeer::Sealed(v1::DeliveryType type, const std::string& content) const {
  v1::DeliverRequest request;
  request.set_recipient(target_);
  request.set_type(type);
  request.set_delivery_id(RandomBytes(16));
  const std::string type_name = domain::DeliveryTypeName(*statement::FromProto(type));
  crypto::SystemRandomSource random;
  request.set_sealed_content(*crypto::Seal(*trust_.SealingKey(Code(target_), {Now()}),
                                           {own_, target_, type_name, request.delivery_id()}, content, random));
  return request;
}

DeliveryAnswer HostilePeer::Send(const v1::DeliverRequest& request) const { return DeliverOver(channel_, request); }

DeliveryAnswer DeliverOver(const std::shared_ptr<grpc::Channel>& channel, const v1::DeliverRequest& request) {
  const auto stub = v1::ExchangeService::NewStub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kCallDeadline);
  v1::DeliverResponse response;
  const grpc::Status status = stub->Deliver(&context, request, &response);
  return {status, response.receipt_envelope()};
}

grpc::Status HostilePeer::SendBytes(const std::string& request) const { return CallRaw(channel_, kDeliver, request); }

bool ShakesHands(int port, int tls_version, const KeyAndCertificate& identity) {
  const std::unique_ptr<SSL_CTX, FreeOpenSsl> context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_min_proto_version(context.get(), tls_version);
  SSL_CTX_set_max_proto_version(context.get(), tls_version);
  SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
  const unsigned char h2[] = {2, 'h', '2'};
  SSL_CTX_set_alpn_protos(context.get(), h2, sizeof(h2));
  const std::unique_ptr<BIO, FreeOpenSsl> key_text(BIO_new_mem_buf(identity.key_pem.data(), -1));
  const std::unique_ptr<BIO, FreeOpenSsl> pem(BIO_new_mem_buf(identity.certificate_pem.data(), -1));
  const std::unique_ptr<X509, FreeOpenSsl> own(PEM_read_bio_X509(pem.get(), nullptr, nullptr, nullptr));
  const std::unique_ptr<EVP_PKEY, FreeOpenSsl> key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr));
  SSL_CTX_use_certificate(context.get(), own.get());
  SSL_CTX_use_PrivateKey(context.get(), key.get());

  const std::unique_ptr<BIO, FreeOpenSsl> connection(BIO_new_ssl_connect(context.get()));
  BIO_set_conn_hostname(connection.get(), ("127.0.0.1:" + std::to_string(port)).c_str());
  const bool done = BIO_do_handshake(connection.get()) == 1;
  ERR_clear_error();
  return done;
}

}  // namespace vsx::test
