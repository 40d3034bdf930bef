#include "node/api/index_handlers.h"

#include <optional>
#include <string>
#include <utility>

#include "node/domain/access_policy.h"
#include "node/domain/error.h"
#include "node/domain/evaluation.h"
#include "node/statement/enums.h"

namespace vsx::api {
namespace {

absl::Status CheckAccess(domain::Method method) {
  if (domain::DecideNodeAccess(method, domain::Port::kPeer).allowed) return absl::OkStatus();
  return domain::Error(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED", "", "nodes may not make this call");
}

// Every number is that of an epoch; whether it is one that is served, the server says.
template <typename Request>
absl::StatusOr<domain::IndexName> ReadName(const domain::PartyCode& issuer, const PeerCaller& caller,
                                           const Request& request) {
  const domain::Purpose cls = statement::FromProto(request.index_class());
  if (!domain::IsIndexClass(cls)) {
    return domain::InvalidField("INDEX_CLASS_UNKNOWN", "index_class", "there are no indexes of this class");
  }
  return domain::IndexName{issuer, caller.party, cls, domain::Epoch(request.epoch())};
}

absl::StatusOr<service::BlindedBatch> ReadBatch(const v1::EvaluateRequest& request) {
  const auto malformed = [](std::string_view field, std::string_view message) {
    return domain::InvalidField("EVALUATION_MALFORMED", field, message);
  };
  const std::optional<domain::EvaluationKind> kind = statement::FromProto(request.kind());
  if (!kind.has_value()) return malformed("kind", "a single check or a screening is asked for");
  if (request.intent_hash().size() != domain::kIntentHashSize) {
    return malformed("intent_hash", "the hash of the check intent has 32 bytes");
  }
  if (!domain::IsBatchSize(*kind, static_cast<size_t>(request.blinded_elements_size()))) {
    return malformed("blinded_elements", "a single check has 8 elements, a screening 64 or 256");
  }
  service::BlindedBatch batch{*kind, request.intent_hash(), {}};
  for (int i = 0; i < request.blinded_elements_size(); ++i) {
    if (request.blinded_elements(i).size() != domain::kElementSize) {
      return malformed(domain::Indexed("blinded_elements", i), "an element has 32 bytes");
    }
    batch.elements.push_back(request.blinded_elements(i));
  }
  return batch;
}

absl::Status WriteHashes(const service::PublishedFile& file, ChunkSink& sink) {
  v1::FetchIndexResponse message;
  for (const std::string& hash : file.chunk_hashes()) message.mutable_chunk_hashes()->add_hashes(hash);
  return sink.Write(message);
}

absl::Status WriteChunk(const service::PublishedFile& file, uint32_t number, ChunkSink& sink) {
  const absl::StatusOr<std::string_view> chunk = file.Chunk(number);
  if (!chunk.ok()) return chunk.status();
  v1::FetchIndexResponse message;
  message.set_chunk(chunk->data(), chunk->size());
  return sink.Write(message);
}

}  // namespace

absl::Status NodeIndexHandlers::GetIndexHeader(const PeerCaller& caller, const v1::GetIndexHeaderRequest& request,
                                               v1::GetIndexHeaderResponse* response) {
  if (absl::Status access = CheckAccess(domain::Method::kGetIndexHeader); !access.ok()) return access;
  const absl::StatusOr<domain::IndexName> name = ReadName(own_party_, caller, request);
  if (!name.ok()) return name.status();
  absl::StatusOr<service::PublishedHeader> header = server_.Header({caller.party, caller.uri}, *name);
  if (!header.ok()) return header.status();
  response->set_header_envelope(std::move(header->envelope));
  response->set_server_time(header->server_time.seconds);
  return absl::OkStatus();
}

absl::Status NodeIndexHandlers::FetchIndex(const PeerCaller& caller, const v1::FetchIndexRequest& request,
                                           ChunkSink& sink) {
  if (absl::Status access = CheckAccess(domain::Method::kFetchIndex); !access.ok()) return access;
  const absl::StatusOr<domain::IndexName> name = ReadName(own_party_, caller, request);
  if (!name.ok()) return name.status();
  const absl::StatusOr<std::shared_ptr<const service::PublishedFile>> file =
      server_.Open({caller.party, caller.uri}, *name);
  if (!file.ok()) return file.status();
  const size_t chunks = (*file)->chunk_hashes().size();
  if (request.first_chunk() > chunks) {
    return domain::Error(absl::StatusCode::kOutOfRange, "CHUNK_UNKNOWN", "first_chunk",
                         "the file has fewer chunks than that");
  }
  if (absl::Status status = WriteHashes(**file, sink); !status.ok()) return status;
  for (uint32_t number = request.first_chunk(); number < chunks; ++number) {
    if (absl::Status status = WriteChunk(**file, number, sink); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status NodeIndexHandlers::Evaluate(const PeerCaller& caller, const v1::EvaluateRequest& request,
                                         v1::EvaluateResponse* response) {
  if (absl::Status access = CheckAccess(domain::Method::kEvaluate); !access.ok()) return access;
  const absl::StatusOr<domain::IndexName> name = ReadName(own_party_, caller, request);
  if (!name.ok()) return name.status();
  const absl::StatusOr<service::BlindedBatch> batch = ReadBatch(request);
  if (!batch.ok()) return batch.status();
  absl::StatusOr<service::Evaluation> evaluation = server_.Evaluate({caller.party, caller.uri}, *name, *batch);
  if (!evaluation.ok()) return evaluation.status();
  for (std::string& element : evaluation->elements) response->add_evaluated_elements(std::move(element));
  response->set_proof(std::move(evaluation->proof));
  response->set_server_time(evaluation->server_time.seconds);
  return absl::OkStatus();
}

}  // namespace vsx::api
