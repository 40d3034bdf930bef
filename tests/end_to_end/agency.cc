#include "tests/end_to_end/agency.h"

#include <grpcpp/completion_queue.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>

#include <thread>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/end_to_end/eventually.h"

namespace vsx::test {

grpc::Status Agency::DeclareScreening(uint32_t persons, v1::ScreeningOpening* opening) const {
  Eventually(
      [] {
        const absl::Time now = absl::Now();
        const auto day_of = [](absl::Time at) { return absl::ToCivilDay(at, absl::UTCTimeZone()); };
        return day_of(now - absl::Minutes(2)) == day_of(now + absl::Minutes(4));
      },
      std::chrono::minutes(7));
  v1::DeclareScreeningRequest declaration;
  declaration.set_file_number("EXAMPLE-18");
  declaration.set_persons(persons);
  declaration.set_day(absl::FormatTime("%Y-%m-%d", absl::Now(), absl::UTCTimeZone()));
  v1::DeclareScreeningResponse exercise;
  grpc::Status declared = Call(&Screenings::DeclareScreening, declaration, &exercise);
  opening->set_exercise_id(exercise.exercise_id());
  opening->set_measure(v1::MEASURE_REMOVAL);
  opening->set_stage(v1::STAGE_IMMIGRATION);
  return declared;
}

grpc::Status Agency::Screen(v1::ScreeningOpening opening, absl::FunctionRef<std::optional<v1::ScreeningRow>()> next,
                            std::chrono::seconds deadline,
                            absl::FunctionRef<void(const v1::ScreenResponse&)> take) const {
  if (!opening.has_context()) *opening.mutable_context() = context_;
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + deadline);
  const auto stream = screenings_->Screen(&context);
  std::thread sender([&] {
    v1::ScreenRequest request;
    *request.mutable_opening() = opening;
    bool open = stream->Write(request);
    for (std::optional<v1::ScreeningRow> row; open && (row = next()).has_value();) {
      *request.mutable_row() = *std::move(row);
      open = stream->Write(request);
    }
    if (open) stream->WritesDone();
  });
  for (v1::ScreenResponse response; stream->Read(&response);) take(response);
  sender.join();
  return stream->Finish();
}

grpc::Status Agency::Screen(v1::ScreeningOpening opening, const std::vector<v1::ScreeningRow>& rows,
                            std::vector<v1::ScreenResponse>* answers) const {
  auto row = rows.begin();
  const auto next = [&] { return row == rows.end() ? std::nullopt : std::optional(*row++); };
  return Screen(std::move(opening), next, std::chrono::minutes(10),
                [answers](const v1::ScreenResponse& response) { answers->push_back(response); });
}

std::shared_ptr<grpc::Channel> DialLocalPort(int port, const std::string& roots_pem, const KeyAndCertificate& identity,
                                             grpc::ChannelArguments arguments) {
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = roots_pem;
  tls.pem_private_key = identity.key_pem;
  tls.pem_cert_chain = identity.certificate_pem;
  arguments.SetSslTargetNameOverride("localhost");
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  // A node that was restarted is to be reached again at once.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  return grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(port), grpc::SslCredentials(tls), arguments);
}

grpc::Status CallRaw(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                     const std::string& request) {
  grpc::GenericStub stub(channel);
  const grpc::Slice slice(request);
  const grpc::ByteBuffer bytes(&slice, 1);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kCallDeadline);
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareUnaryCall(&context, method, bytes, &queue);
  call->StartCall();
  grpc::ByteBuffer answer;
  grpc::Status status;
  call->Finish(&answer, &status, nullptr);
  void* tag = nullptr;
  bool good = false;
  queue.Next(&tag, &good);
  queue.Shutdown();
  while (queue.Next(&tag, &good)) {
  }
  return status;
}

v1::ErrorDetail DetailOf(const grpc::Status& status) {
  v1::StatusDetails details;
  v1::ErrorDetail detail;
  if (details.ParseFromString(status.error_details()) && details.details_size() == 1) {
    (void)details.details(0).UnpackTo(&detail);
  }
  return detail;
}

}  // namespace vsx::test
