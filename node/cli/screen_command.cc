#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/cli/case_printing.h"
#include "node/cli/command.h"
#include "node/cli/enum_words.h"
#include "node/cli/message_json.h"
#include "node/cli/node_connection.h"
#include "node/cli/pages.h"
#include "node/cli/request_id.h"
#include "node/cli/screening_input.h"
#include "node/cli/screening_results.h"
#include "node/cli/screening_stream.h"
#include "node/cli/text_layout.h"
#include "node/domain/calendar.h"
#include "vsx/v1/screening.grpc.pb.h"

// vsx screen: many persons in one declared exercise.
namespace vsx::cli {
namespace {

using Screenings = v1::ScreeningService::StubInterface;

struct ScreenArguments {
  std::string file;
  std::string exercise;
  std::string results;
  std::string measure;
  std::string stage;
  std::string format;
  std::string results_format;
  bool retry_incomplete = false;
};

absl::StatusOr<v1::ScreeningOpening> MakeOpening(const ScreenArguments& arguments, const NodeConnection& connection) {
  const auto exercise = ParseId("--exercise", "`vsx screen declare`", arguments.exercise);
  if (!exercise.ok()) return exercise.status();
  const auto measure = ParseWords<v1::Measure>("--measure", arguments.measure);
  if (!measure.ok()) return measure.status();
  const auto stage = ParseWords<v1::Stage>("--stage", arguments.stage);
  if (!stage.ok()) return stage.status();
  v1::ScreeningOpening opening;
  *opening.mutable_context() = connection.ContextFor(v1::ACCESS_PURPOSE_SCREENING);
  opening.set_exercise_id(*exercise);
  opening.set_measure(*measure);
  opening.set_stage(*stage);
  return opening;
}

// Rows that cannot be asked about are told apart here already, and are not sent.
absl::Status AddFaultsFoundHere(ScreeningInput& input, ScreeningResults& results) {
  while (true) {
    const auto person = input.Next();
    if (!person.ok()) return person.status();
    if (!person->has_value()) return absl::OkStatus();
    if ((*person)->fault_reason.empty()) continue;
    v1::ScreeningAnswer fault;
    fault.set_row((*person)->row.row());
    fault.set_fault_reason((*person)->fault_reason);
    if (absl::Status added = results.Add(fault, (*person)->fault_column); !added.ok()) return added;
  }
}

// One line that is written over itself, where somebody sits and watches.
class ProgressBar {
 public:
  ProgressBar(Terminal& terminal, const ScreeningResults& results, bool shown)
      : terminal_(terminal), results_(results), shown_(shown) {}

  void Show() {
    const auto now = std::chrono::steady_clock::now();
    constexpr std::chrono::milliseconds kBetween(100);
    if (!shown_ || (now - last_ < kBetween && results_.answered() != results_.rows())) return;
    last_ = now;
    constexpr uint32_t kWidth = 30;
    const uint32_t rows = results_.rows();
    const auto filled = static_cast<uint32_t>(rows == 0 ? kWidth : results_.answered() * uint64_t{kWidth} / rows);
    terminal_.err() << "\r[" << std::string(filled, '#') << std::string(kWidth - filled, '.') << "] "
                    << results_.answered() << "/" << rows << "  HOLD " << results_.counts().hold << std::flush;
  }
  void End() {
    if (shown_) terminal_.err() << "\n";
  }

 private:
  Terminal& terminal_;
  const ScreeningResults& results_;
  const bool shown_;
  std::chrono::steady_clock::time_point last_;
};

// What a list comes to, and the way to go on.
ExitCode CodeOfList(const ScreeningResults& results) {
  const ResultCounts& counts = results.counts();
  if (counts.hold > 0) return ExitCode::kHold;
  const bool open = results.answered() < results.rows();
  return open || counts.incomplete > 0 || counts.faults > 0 ? ExitCode::kIncomplete : ExitCode::kDone;
}

// What is to be done about rows that have no answer to rely on.
void PrintPause(const ResultCounts& counts, uint32_t open, Terminal& terminal) {
  std::ostream& out = terminal.out();
  out << terminal.Styled(Style::kCaution, " INCOMPLETE ") << "  PAUSE these rows: this is not a permission to go on.\n";
  if (open > 0) out << "  " << open << " not answered: run the same command again.\n";
  if (counts.incomplete > counts.lasting) {
    out << "  " << counts.incomplete - counts.lasting
        << " INCOMPLETE may pass by themselves: run again later with --retry-incomplete.\n";
  }
  if (counts.lasting > 0) {
    out << "  " << counts.lasting
        << " INCOMPLETE do not pass by themselves, and asking again does not help: the results say why.\n";
  }
  if (counts.faults > 0) {
    out << "  " << counts.faults
        << " cannot be asked about: correct these rows and run again, in a list of their own with a new result file. "
           "The results name the column at fault.\n";
  }
}

void PrintSummary(const ScreeningResults& results, const std::string& path, const std::string& call, bool json,
                  Terminal& terminal) {
  const ResultCounts& counts = results.counts();
  const uint32_t open = results.rows() - results.answered();
  if (json) {
    const Json document = {{"rows", results.rows()},
                           {"hold", counts.hold},
                           {"no_record", counts.no_record},
                           {"incomplete", counts.incomplete},
                           {"incomplete_lasting", counts.lasting},
                           {"faults", counts.faults},
                           {"not_answered", open},
                           {"results", path}};
    terminal.out() << document.dump(2) << "\n";
    return;
  }
  std::ostream& out = terminal.out();
  out << results.rows() << " rows: " << counts.hold << " HOLD, " << counts.no_record << " NO RECORD, "
      << counts.incomplete << " INCOMPLETE, " << counts.faults << " that cannot be asked about, " << open
      << " not answered\nResults: " << path << "\n";
  if (counts.hold > 0) {
    out << terminal.Styled(Style::kAlarm, " HOLD ")
        << "  STOP the measure for these rows. Your counter-trafficking body has what was found: call it"
        << (call.empty() ? "" : ", " + Printable(call)) << ".\n";
  }
  if (counts.incomplete + counts.faults + open > 0) PrintPause(counts, open, terminal);
  out << "Absence of a record is no evidence. Screen with indicators.\n";
}

// The rows that are open, once; with its end in the results.
absl::Status ScreenOnce(CommandContext& context, const ScreenArguments& arguments, const NodeConnection& connection,
                        const v1::ScreeningOpening& opening, ListFormat format, ScreeningResults& results) {
  auto faults = ScreeningInput::Open(arguments.file, format);
  if (!faults.ok()) return faults.status();
  if (absl::Status added = AddFaultsFoundHere(**faults, results); !added.ok()) return added;
  if (results.answered() == results.rows()) return results.Sync();
  auto input = ScreeningInput::Open(arguments.file, format);
  if (!input.ok()) return input.status();
  ProgressBar bar(context.terminal, results, context.terminal.interactive() && !context.options.json);
  const absl::Status streamed = StreamRows(connection, opening, **input, results, [&bar] { bar.Show(); });
  bar.End();
  return streamed;
}

absl::StatusOr<ExitCode> Screen(CommandContext& context, const ScreenArguments& arguments) {
  if (arguments.file.empty()) return WrongInput("name the list of persons: vsx screen FILE");
  for (const auto& [given, option] : {std::pair(&arguments.exercise, "--exercise"),
                                      {&arguments.results, "--results"},
                                      {&arguments.measure, "--measure"},
                                      {&arguments.stage, "--stage"}}) {
    if (given->empty()) return WrongInput(absl::StrCat(option, " is missing"));
  }
  const auto format = ListFormatOf(arguments.format, "--format", arguments.file);
  if (!format.ok()) return format.status();
  const auto results_format = ListFormatOf(arguments.results_format, "--results-format", arguments.results);
  if (!results_format.ok()) return results_format.status();
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  const auto opening = MakeOpening(arguments, *connection);
  if (!opening.ok()) return opening.status();
  // The whole list is read once before anything is sent.
  const auto rows = CountRows(arguments.file, *format);
  if (!rows.ok()) return rows.status();
  if (*rows == 0) return WrongInput("the list has no rows: nobody was asked");
  const ScreeningSubject subject{arguments.file, Hex(opening->exercise_id()), v1::Measure_Name(opening->measure()),
                                 v1::Stage_Name(opening->stage())};

  bool retry = arguments.retry_incomplete;
  while (true) {
    auto results = ScreeningResults::Open(arguments.results, *results_format, *rows, subject, context.now(), retry);
    if (!results.ok()) return results.status();
    if ((*results)->expired() > 0) {
      context.terminal.err() << (*results)->expired()
                             << " answers are past their valid_until: these rows are asked about again. What was said "
                                "is kept in "
                             << (*results)->EarlierPath() << ".\n";
    }
    const absl::Status ended = ScreenOnce(context, arguments, *connection, *opening, *format, **results);
    PrintSummary(**results, arguments.results, connection->call(), context.options.json, context.terminal);
    // A HOLD must be seen, whatever came afterwards.
    if (!ended.ok()) return (*results)->counts().hold > 0 ? WithExitCode(ended, ExitCode::kHold) : ended;
    const ResultCounts& counts = (*results)->counts();
    if (counts.incomplete == counts.lasting || !context.terminal.interactive() || context.options.json) {
      return CodeOfList(**results);
    }
    const auto again = context.terminal.AskYesNo("Ask about the INCOMPLETE rows again now?", false);
    if (!again.ok() || !*again) return CodeOfList(**results);
    retry = true;
  }
}

struct DeclareArguments {
  std::string file_number;
  std::string day;
  uint32_t persons = 0;
  std::string request_id;
};

absl::StatusOr<ExitCode> Declare(CommandContext& context, const DeclareArguments& arguments) {
  const auto request_id = RequestId(arguments.request_id);
  if (!request_id.ok()) return request_id.status();
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  v1::DeclareScreeningRequest request;
  request.set_file_number(arguments.file_number);
  request.set_persons(arguments.persons);
  request.set_day(arguments.day.empty() ? FormatTime(context.now()).substr(0, 10) : arguments.day);
  request.set_request_id(*request_id);
  const auto response =
      connection->Call<v1::ScreeningService>(&Screenings::DeclareScreening, request, v1::ACCESS_PURPOSE_SCREENING);
  if (!response.ok()) {
    // The day is part of what was asked for: another one under the same id would be refused.
    return WithRepeat(response.status(), "Whether the exercise was declared is not known",
                      absl::StrCat("--day ", request.day(), " --request-id ", Hex(*request_id)),
                      "which declares it once at most");
  }
  if (context.options.json) {
    PrintJson(context.terminal, *response);
    return ExitCode::kDone;
  }
  context.terminal.out()
      << "Exercise " << Hex(response->exercise_id()) << "\n  " << response->persons() << " persons on "
      << Printable(response->day())
      << " (UTC); a person who is asked about again counts again\n  keep this number: it is shown once\n";
  if (const auto day = domain::CivilDate::Parse(response->day()); day.ok()) {
    constexpr int64_t kSecondsOfADay = 86'400;
    const int64_t opens = day->Start().seconds;
    context.terminal.out() << "  open from " << FormatLocalTime(opens) << " to "
                           << FormatLocalTime(opens + kSecondsOfADay) << " by this computer's clock\n";
  }
  return ExitCode::kDone;
}

struct HitsArguments {
  std::string exercise;
};

void PrintHit(const v1::ScreeningHit& hit, Terminal& terminal) {
  std::ostream& out = terminal.out();
  out << terminal.Styled(Style::kBold, absl::StrCat("Row ", hit.row(), " of ", Printable(hit.file_number()))) << "  "
      << Printable(hit.measure()) << ", asked " << FormatTime(hit.checked_at()) << " by " << Printable(hit.officer())
      << " at " << Printable(hit.agency()) << "\n  exercise " << Hex(hit.exercise_id()) << ", asked in "
      << Hex(hit.stream_id()) << "\n";
  for (const v1::StatusMatch& match : hit.matches()) {
    out << "  " << Printable(match.issuing_party()) << ": ";
    if (match.own_case()) {
      out << "a case of your own State; ask whose row it is, and look it up\n";
      continue;
    }
    out << Words(match.status()) << ", " << Words(match.age_class())
        << (match.mark() == v1::HANDLE_MARK_EXACT ? ", exact match" : ", POSSIBLE match");
    if (match.recognised_under_14_2()) out << ", to be respected and recognised under ACTIP Art. 14(2)";
    if (match.has_desk()) {
      out << "\n    call " << Printable(match.desk().name()) << ", " << Printable(match.desk().telephone());
    }
    for (const int one : match.qualifications()) out << "\n    mind: " << Words(static_cast<v1::Qualification>(one));
    out << "\n";
  }
}

// No more than is known.
std::string_view NothingFound(const v1::ListScreeningHitsResponse& all, const v1::ListScreeningHitsRequest& request) {
  if (all.unreadable_rows() > 0) return "Somebody was found; what was found cannot be read.";
  if (request.exercise_id().empty()) return "No screening has found anybody in the last 30 days.";
  return "This exercise has found nobody, or it is not one of the last 30 days.";
}

absl::StatusOr<ExitCode> Hits(CommandContext& context, const HitsArguments& arguments) {
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  v1::ListScreeningHitsRequest request;
  if (!arguments.exercise.empty()) {
    const auto exercise = ParseId("--exercise", "`vsx screen declare`", arguments.exercise);
    if (!exercise.ok()) return exercise.status();
    request.set_exercise_id(*exercise);
  }
  v1::ListScreeningHitsResponse all;
  const absl::Status listed = TakeAllPages<v1::ScreeningService>(
      *connection, &Screenings::ListScreeningHits, request, [&](const v1::ListScreeningHitsResponse& page) {
        all.mutable_hits()->MergeFrom(page.hits());
        all.set_unreadable_rows(all.unreadable_rows() + page.unreadable_rows());
      });
  if (!listed.ok()) return listed;
  if (context.options.json) {
    PrintJson(context.terminal, all);
    return ExitCode::kDone;
  }
  PrintUnreadable(context.terminal.out(), all.unreadable_rows());
  if (all.hits_size() == 0) context.terminal.out() << NothingFound(all, request) << "\n";
  for (const v1::ScreeningHit& hit : all.hits()) PrintHit(hit, context.terminal);
  return ExitCode::kDone;
}

}  // namespace

void AddScreenCommands(CLI::App& app, CommandContext& context) {
  CLI::App* screen = app.add_subcommand(
      "screen",
      "ask about a list of persons in a declared exercise; run again, it goes on where it stopped (exit code 10 "
      "HOLD, 11 INCOMPLETE or rows that cannot be asked about)");
  screen->footer(
      "Example:\n  vsx screen declare --file-number EX-17 --persons 400\n  vsx screen persons.csv --exercise "
      "00112233445566778899aabbccddeeff --measure removal --stage immigration --results answers.csv\n\nA CSV list "
      "names "
      "its columns in the first line: document_type, issuing_state, document_number; name, birth_date; mrz; ref.");
  auto arguments = std::make_shared<ScreenArguments>();
  screen->add_option("FILE", arguments->file, "the list of persons, CSV or JSON Lines");
  screen->add_option("--exercise", arguments->exercise, "the declared exercise")->type_name("ID");
  screen->add_option("--results", arguments->results, "file of the answers: row numbers, no names")->type_name("FILE");
  screen->add_option("--measure", arguments->measure, EnumChoices(v1::Measure_descriptor()))->type_name("WORD");
  screen->add_option("--stage", arguments->stage, EnumChoices(v1::Stage_descriptor()))->type_name("WORD");
  screen->add_option("--format", arguments->format, "csv or jsonl; default: by the list's ending")->type_name("WORD");
  screen->add_option("--results-format", arguments->results_format, "csv or jsonl; default: by the results' ending")
      ->type_name("WORD");
  screen->add_flag("--retry-incomplete", arguments->retry_incomplete, "ask about all INCOMPLETE rows again");
  screen->callback([screen, &context, arguments] {
    if (!screen->get_subcommands().empty()) return;
    context.action = [&context, arguments] { return Screen(context, *arguments); };
  });
  AddCommand<DeclareArguments>(
      *screen, context, "declare", "declare an exercise: how many persons, on which day",
      "vsx screen declare --file-number EX-17 --persons 400 --day 2026-01-31",
      [](CLI::App& command, DeclareArguments& declared) {
        command.add_option("--file-number", declared.file_number, "your number of the exercise; no name")
            ->required()
            ->type_name("TEXT");
        command.add_option("--persons", declared.persons, "how many persons")->required()->type_name("N");
        command.add_option("--day", declared.day, "YYYY-MM-DD in UTC, up to 7 days ahead; default: today")
            ->type_name("DATE");
        AddRequestId(command, declared.request_id, "declares");
      },
      Declare);
  AddCommand<HitsArguments>(
      *screen, context, "hits", "what exercises found, for the counter-trafficking body", "vsx screen hits",
      [](CLI::App& command, HitsArguments& hits) {
        command.add_option("--exercise", hits.exercise, "only of this exercise")->type_name("ID");
      },
      Hits);
}

}  // namespace vsx::cli
