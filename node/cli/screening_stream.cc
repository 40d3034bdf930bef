#include "node/cli/screening_stream.h"

#include <chrono>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "vsx/v1/screening.grpc.pb.h"

namespace vsx::cli {
namespace {

// The longest that a node takes.
constexpr std::chrono::hours kLongestStream(1);

using Stream = grpc::ClientReaderWriterInterface<v1::ScreenRequest, v1::ScreenResponse>;

// On a thread of its own, since the node answers while rows are still being sent. Ends early when the stream does.
absl::Status SendRows(Stream& stream, ScreeningInput& input, const std::vector<bool>& open) {
  while (true) {
    absl::StatusOr<std::optional<ListedPerson>> person = input.Next();
    if (!person.ok()) return person.status();
    if (!person->has_value()) break;
    const uint32_t number = (*person)->row.row();
    if (number > open.size() || !open[number - 1]) continue;
    v1::ScreenRequest request;
    *request.mutable_row() = std::move((*person)->row);
    if (!stream.Write(request)) return absl::OkStatus();
  }
  stream.WritesDone();
  return absl::OkStatus();
}

absl::Status TakeAnswers(Stream& stream, const ScreeningInput& input, ScreeningResults& results,
                         const std::function<void()>& progress) {
  v1::ScreenResponse response;
  while (stream.Read(&response)) {
    if (!response.has_answer()) continue;
    const v1::ScreeningAnswer& answer = response.answer();
    const std::string column = answer.fault_field().empty() ? "" : input.ColumnOf(answer.fault_field());
    if (absl::Status added = results.Add(answer, column); !added.ok()) return added;
    progress();
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status StreamRows(const NodeConnection& connection, const v1::ScreeningOpening& opening, ScreeningInput& input,
                        ScreeningResults& results, const std::function<void()>& progress) {
  std::vector<bool> open(results.rows());
  for (uint32_t row = 1; row <= results.rows(); ++row) open[row - 1] = results.StateOf(row) == RowState::kOpen;

  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kLongestStream);
  const auto stub = connection.NewStub<v1::ScreeningService>();
  const std::unique_ptr<Stream> stream = stub->Screen(&context);
  v1::ScreenRequest first;
  *first.mutable_opening() = opening;
  absl::Status sent;
  std::thread sender;
  if (stream->Write(first)) {
    sender = std::thread([&] {
      sent = SendRows(*stream, input, open);
      if (!sent.ok()) context.TryCancel();
    });
  }
  const absl::Status taken = TakeAnswers(*stream, input, results, progress);
  if (!taken.ok()) context.TryCancel();
  if (sender.joinable()) sender.join();
  const grpc::Status ended = stream->Finish();
  if (absl::Status synced = results.Sync(); !synced.ok()) return synced;
  if (!taken.ok()) return taken;
  if (!sent.ok()) return sent;
  return ended.ok() ? absl::OkStatus() : ErrorFromNode(ended, connection.node());
}

}  // namespace vsx::cli
