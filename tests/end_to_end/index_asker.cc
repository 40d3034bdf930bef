#include "tests/end_to_end/index_asker.h"

#include "crypto/blind_query.h"
#include "crypto/random_source.h"

namespace vsx::test {
namespace {

constexpr size_t kIntentHashSize = 32;

// A stream that nobody reads stays under way: the window stays small, however fast this machine is.
std::shared_ptr<grpc::Channel> DialWithSmallWindow(HostileStage& stage, const KeyAndCertificate& identity) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  const FederationParty& target = stage.federation().party(HostileStage::kTarget);
  return DialLocalPort(target.peer_port.number(), target.ca.certificate_pem(), identity, arguments);
}

void SetDeadline(grpc::ClientContext& context, std::chrono::seconds longest) {
  context.set_deadline(std::chrono::system_clock::now() + longest);
}

}  // namespace

uint64_t IndexEpoch() { return static_cast<uint64_t>(Now()) / FederationOptions().epoch_seconds; }

grpc::Status IndexAsker::Stream::Finish() const {
  v1::FetchIndexResponse message;
  while (reader->Read(&message)) {
  }
  return reader->Finish();
}

IndexAsker::IndexAsker(HostileStage& stage)
    : IndexAsker(stage, stage.federation().party(HostileStage::kPeer).node_certificate) {}

IndexAsker::IndexAsker(HostileStage& stage, const KeyAndCertificate& identity)
    : stub_(v1::IndexService::NewStub(DialWithSmallWindow(stage, identity))) {}

v1::EvaluateRequest IndexAsker::Sound(v1::Purpose cls) {
  v1::EvaluateRequest request;
  request.set_index_class(cls);
  request.set_epoch(IndexEpoch());
  request.set_kind(v1::EVALUATION_KIND_SINGLE);
  request.set_intent_hash(RandomBytes(kIntentHashSize));
  SetElements(request, kIndexElements);
  return request;
}

void IndexAsker::SetElements(v1::EvaluateRequest& request, size_t count) {
  crypto::SystemRandomSource random;
  // A query that asks nothing is so many random elements.
  const auto query = crypto::BlindQuery::Create({}, kIndexElements, random);
  request.clear_blinded_elements();
  for (size_t i = 0; i < count; ++i) request.add_blinded_elements(query->elements()[i % kIndexElements]);
}

grpc::Status IndexAsker::Evaluate(const v1::EvaluateRequest& request) const {
  grpc::ClientContext context;
  SetDeadline(context, kCallDeadline);
  v1::EvaluateResponse response;
  grpc::Status status = stub_->Evaluate(&context, request, &response);
  EXPECT_EQ(response.evaluated_elements_size(), status.ok() ? request.blinded_elements_size() : 0);
  return status;
}

grpc::Status IndexAsker::Header(v1::Purpose cls, uint64_t epoch) const {
  grpc::ClientContext context;
  SetDeadline(context, kCallDeadline);
  v1::GetIndexHeaderRequest request;
  request.set_index_class(cls);
  request.set_epoch(epoch);
  v1::GetIndexHeaderResponse response;
  return stub_->GetIndexHeader(&context, request, &response);
}

IndexAsker::Stream IndexAsker::Open(v1::Purpose cls, uint64_t epoch, uint32_t first_chunk,
                                    std::chrono::seconds longest) const {
  v1::FetchIndexRequest request;
  request.set_index_class(cls);
  request.set_epoch(epoch);
  request.set_first_chunk(first_chunk);
  Stream stream{std::make_unique<grpc::ClientContext>(), nullptr};
  if (longest != std::chrono::seconds::zero()) SetDeadline(*stream.context, longest);
  stream.reader = stub_->FetchIndex(stream.context.get(), request);
  return stream;
}

bool IndexAsker::WaitForIndex(v1::Purpose cls) const {
  return Eventually([&] { return DetailOf(Evaluate(Sound(cls))).reason() != "INDEX_NOT_PUBLISHED"; },
                    std::chrono::seconds(60));
}

}  // namespace vsx::test
