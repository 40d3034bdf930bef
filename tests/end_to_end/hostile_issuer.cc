#include "tests/end_to_end/hostile_issuer.h"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <algorithm>

#include "crypto/blind_prf.h"
#include "crypto/index_entry.h"
#include "crypto/index_record.h"
#include "crypto/merkle_tree.h"
#include "crypto/random_source.h"
#include "node/domain/index_capacity.h"
#include "node/statement/enums.h"

namespace vsx::test {
namespace {

// Rows of a fresh index without anybody: random, and in order.
std::string DummyRows(size_t count, size_t size) {
  crypto::SystemRandomSource random;
  std::vector<std::string> rows;
  for (size_t i = 0; i < count; ++i) rows.push_back(random.Bytes(size));
  std::sort(rows.begin(), rows.end());
  std::string joined;
  for (const std::string& row : rows) joined += row;
  return joined;
}

bool IsProtective(v1::Purpose cls) { return cls == v1::PURPOSE_PROTECTIVE_CHECK; }

}  // namespace

HostileIssuer::HostileIssuer(Federation& federation, const std::string& own, const std::string& asker)
    : party_(federation.party(own)), own_(own), asker_(asker) {
  grpc::SslServerCredentialsOptions tls(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  tls.pem_root_certs = federation.party(asker).ca.certificate_pem();
  tls.pem_key_cert_pairs = {{party_.node_certificate.key_pem, party_.node_certificate.certificate_pem}};
  // As with nodes: a stranger may have the port for a moment.
  Eventually([&] {
    grpc::ServerBuilder builder;
    builder.AddListeningPort(party_.peer_port.address(), grpc::SslServerCredentials(tls));
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
    return started();
  });
}

HostileIssuer::~HostileIssuer() {
  if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now());
}

void HostileIssuer::Tell(IssuerLies lies) {
  const std::lock_guard lock(mutex_);
  lies_ = std::move(lies);
  headers_asked_ = 0;
  files_asked_ = 0;
  arrived_.clear();
}

int HostileIssuer::headers_asked() const {
  const std::lock_guard lock(mutex_);
  return headers_asked_;
}

int HostileIssuer::files_asked() const {
  const std::lock_guard lock(mutex_);
  return files_asked_;
}

std::vector<ArrivedEvaluation> HostileIssuer::arrived() const {
  const std::lock_guard lock(mutex_);
  return arrived_;
}

HostileIssuer::Index HostileIssuer::MakeIndex(domain::Purpose cls, uint64_t epoch) const {
  const domain::IndexGeometry geometry = *domain::IndexGeometry::OfStep(0);
  const std::string file = DummyRows(geometry.record_count(), crypto::kIndexRecordSize) +
                           DummyRows(geometry.entry_count(), crypto::kIndexEntrySize);
  std::vector<std::string> chunks;
  std::vector<std::string> hashes;
  for (size_t at = 0; at < file.size(); at += domain::kIndexChunkSize) {
    chunks.push_back(file.substr(at, domain::kIndexChunkSize));
    hashes.push_back(crypto::MerkleLeafHash(chunks.back()));
  }
  auto key = crypto::PrfPrivateKey::Derive(crypto::SecretBytes::Random(crypto::kPrfSeedSize), "hostile issuer");
  const uint32_t length = FederationOptions().epoch_seconds;
  statement::IndexHeader header{.name = {Code(own_), Code(asker_), cls, domain::Epoch(epoch)},
                                .epoch_seconds = length,
                                .cut_off = {static_cast<int64_t>(epoch * length - length / 4)},
                                .prf_public_key = key->public_key().bytes(),
                                .capacity_step = 0,
                                .complete = true,
                                .chunk_root = crypto::MerkleRoot(hashes)};
  return {*std::move(key), std::move(header), std::move(chunks), std::move(hashes)};
}

const HostileIssuer::Index& HostileIssuer::IndexOf(v1::Purpose cls, uint64_t epoch) {
  const auto found = indexes_.find({cls, epoch});
  if (found != indexes_.end()) return found->second;
  return indexes_.emplace(std::pair(cls, epoch), MakeIndex(statement::FromProto(cls), epoch)).first->second;
}

grpc::Status HostileIssuer::GetIndexHeader(grpc::ServerContext* /*context*/, const v1::GetIndexHeaderRequest* request,
                                           v1::GetIndexHeaderResponse* response) {
  const std::lock_guard lock(mutex_);
  if (IsProtective(request->index_class())) ++headers_asked_;
  statement::IndexHeader header = IndexOf(request->index_class(), request->epoch()).header;
  if (lies_.header) lies_.header(header);
  const auto signed_header = statement::SignIndexHeader(header, **party_.keystore->signer(lies_.header_key));
  EXPECT_TRUE(signed_header.ok()) << signed_header.status();
  response->set_header_envelope(signed_header->envelope);
  response->set_server_time(Now());
  return grpc::Status::OK;
}

grpc::Status HostileIssuer::FetchIndex(grpc::ServerContext* /*context*/, const v1::FetchIndexRequest* request,
                                       grpc::ServerWriter<v1::FetchIndexResponse>* writer) {
  std::vector<v1::FetchIndexResponse> messages(1);
  {
    const std::lock_guard lock(mutex_);
    if (IsProtective(request->index_class())) ++files_asked_;
    const Index& index = IndexOf(request->index_class(), request->epoch());
    for (const std::string& hash : index.hashes) messages[0].mutable_chunk_hashes()->add_hashes(hash);
    for (size_t i = request->first_chunk(); i < index.chunks.size(); ++i) {
      messages.emplace_back().set_chunk(index.chunks[i]);
    }
    if (lies_.file) lies_.file(messages);
  }
  for (const v1::FetchIndexResponse& message : messages) {
    if (!writer->Write(message)) break;
  }
  return grpc::Status::OK;
}

grpc::Status HostileIssuer::Evaluate(grpc::ServerContext* context, const v1::EvaluateRequest* request,
                                     v1::EvaluateResponse* response) {
  const std::lock_guard lock(mutex_);
  ArrivedEvaluation& arrived = arrived_.emplace_back();
  arrived.request = *request;
  for (const auto& [key, value] : context->client_metadata()) {
    arrived.metadata.emplace(std::string(key.data(), key.size()), std::string(value.data(), value.size()));
  }
  crypto::SystemRandomSource random;
  const std::vector<std::string> blinded(request->blinded_elements().begin(), request->blinded_elements().end());
  const auto evaluation = crypto::BlindEvaluate(IndexOf(request->index_class(), request->epoch()).key, blinded, random);
  EXPECT_TRUE(evaluation.ok()) << evaluation.status();
  for (const std::string& element : evaluation->elements) response->add_evaluated_elements(element);
  response->set_proof(evaluation->proof);
  response->set_server_time(Now());
  if (lies_.evaluation) lies_.evaluation(*request, *response);
  return grpc::Status::OK;
}

}  // namespace vsx::test
