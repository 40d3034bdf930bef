#include "node/cli/run.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "node/cli/command.h"
#include "node/cli/message_json.h"
#include "node/cli/text_layout.h"
#include "node/domain/error.h"

namespace vsx::cli {
namespace {

constexpr char kFooter[] =
    R"(Exit codes: 0 done; 1 wrong usage or input; 2 the node refused; 3 the node was not reached; 4 a verification
failed. check: 10 HOLD, 11 INCOMPLETE, 0 no record; screen: as its worst row.

Names, document numbers, dates of birth and codes are never arguments: they come from a file, from standard
input (-) or from the prompt.

Example:
  vsx --config officer.toml check --mrz-from - --measure removal --stage immigration --file-number F-17)";

void DeclareGlobalOptions(CLI::App& app, GlobalOptions& options) {
  const std::string group = "Connection and output";
  app.add_option("--node", options.node, "agency port of your node")->type_name("HOST:PORT")->group(group);
  app.add_option("--cert", options.cert, "your agency's certificate, PEM")->type_name("FILE")->group(group);
  app.add_option("--key", options.key, "its private key, PEM")->type_name("FILE")->group(group);
  app.add_option("--ca", options.ca, "the certificate of your State's CA, PEM")->type_name("FILE")->group(group);
  app.add_option("--officer", options.officer, "your reference in your agency")->type_name("REF")->group(group);
  app.add_option("--config", options.config,
                 "client profile, TOML: node, cert, key, ca, officer, timeout_seconds; default: VSX_CONFIG")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--timeout", options.timeout_seconds, "seconds to wait for an answer, up to 3600; default 10")
      ->type_name("SECONDS")
      ->check(CLI::Range(1, kLongestTimeoutSeconds).description(""))
      ->group(group);
  app.add_flag("--json", options.json, "print one JSON document; errors as JSON on standard error")->group(group);
}

template <typename Error>
bool Is(const CLI::ParseError& error) {
  return dynamic_cast<const Error*>(&error) != nullptr;
}

// The command that the words led to, as far as they were understood.
const CLI::App* CommandReached(const CLI::App& app) {
  const CLI::App* command = &app;
  for (auto chosen = command->get_subcommands(); !chosen.empty(); chosen = command->get_subcommands()) {
    command = chosen.front();
  }
  return command;
}

// Below what the words reached, without what was typed: it may be a name or a number.
std::string CommandMessage(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : CommandReached(app)->get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return absl::StrCat(app.remaining(true).empty() ? "a command is missing" : "unknown command",
                      "; there are: ", JoinOrNone(names));
}

// The first unknown option, without its value; empty if there is none.
std::string UnknownOption(const CLI::App& app) {
  for (const std::string& extra : app.remaining(true)) {
    if (extra.size() > 2 && extra.rfind("--", 0) == 0) return extra.substr(0, extra.find('='));
  }
  return "";
}

// What an option wants that was given another kind of value; numbers are told by their type names. CLI11 ends what it
// says of a number out of bounds with the bounds: "… not in range 1 to 3600".
std::string WantedValue(const CLI::App& app, const std::string& option, const std::string& text) {
  constexpr std::string_view kBounds = " not in range ";
  for (const CLI::App* command : {CommandReached(app), &app}) {
    const CLI::Option* found = command->get_option_no_throw(option);
    if (found == nullptr) continue;
    const std::string type = found->get_type_name();
    if (type != "N" && type != "DAYS" && type != "SECONDS" && type != "MINUTES") break;
    const size_t bounds = text.rfind(kBounds);
    return absl::StrCat("a whole number from ",
                        bounds == std::string::npos ? "1" : text.substr(bounds + kBounds.size()));
  }
  return "a value of another kind";
}

// What CLI11 says about a command line, less every value that stood in it.
std::string UsageMessage(const CLI::App& app, const CLI::ParseError& error) {
  const std::string text = error.what();
  const std::string unknown = UnknownOption(app);
  const bool command_missing = Is<CLI::RequiredError>(error) && CommandReached(app)->get_require_subcommand_min() > 0;
  if (Is<CLI::ExtrasError>(error) || (command_missing && !unknown.empty())) {
    return absl::StrCat(
        unknown.empty() ? "there is an argument too many" : absl::StrCat("there is no option ", unknown),
        ". Names, document numbers and codes are never arguments: put them in a file or type them at the "
        "prompt. If one stands in your shell history now, remove it there");
  }
  if (command_missing) return CommandMessage(app);
  if (Is<CLI::ConversionError>(error) || Is<CLI::ValidationError>(error)) {
    const size_t at = text.find("--");
    if (at == std::string::npos) return "an argument: a value of another kind is wanted";
    const std::string option = text.substr(at, text.find_first_of(" :=", at) - at);
    return absl::StrCat(option, ": ", WantedValue(app, option, text), " is wanted");
  }
  // These name options, never what was given for them.
  if (Is<CLI::RequiredError>(error) || Is<CLI::ExcludesError>(error) || Is<CLI::RequiresError>(error) ||
      Is<CLI::ArgumentMismatch>(error)) {
    return text;
  }
  return "the command line was not understood";
}

void PrintError(const absl::Status& status, bool json, Terminal& terminal) {
  const std::string reason = domain::ErrorReason(status);
  const std::string field = domain::ErrorField(status);
  if (json) {
    const Json document = {{"error",
                            {{"exit_code", static_cast<int>(ExitCodeOf(status))},
                             {"code", absl::StatusCodeToString(status.code())},
                             {"reason", reason},
                             {"field", field},
                             {"message", std::string(status.message())}}}};
    terminal.err() << document.dump(2) << "\n";
    return;
  }
  terminal.err() << (ExitCodeOf(status) == ExitCode::kRefused ? "refused: " : "error: ")
                 << Printable(std::string(status.message())) << "\n";
  if (!field.empty()) terminal.err() << "  field:  " << Printable(field) << "\n";
  if (!reason.empty()) terminal.err() << "  reason: " << Printable(reason) << "\n";
}

}  // namespace

int Run(std::vector<std::string> arguments, Terminal& terminal, std::function<int64_t()> now,
        std::function<void(int64_t)> wait_until) {
  CommandContext context{terminal, std::move(now), std::move(wait_until), {}, {}};
  const bool json = std::find(arguments.begin(), arguments.end(), "--json") != arguments.end();
  CLI::App app("vsx: asks and tells the victim-status exchange node of your State", "vsx");
  app.fallthrough();
  app.require_subcommand(1);
  app.footer(kFooter);
  app.set_version_flag("--version", std::string("vsx ") + VSX_VERSION);
  DeclareGlobalOptions(app, context.options);
  AddCheckCommand(app, context);
  AddScreenCommands(app, context);
  AddCaseCommands(app, context);
  AddConsentCommands(app, context);
  AddExchangeCommands(app, context);
  AddReceiptCommands(app, context);
  AddNodeCommands(app, context);
  AddAuditCommands(app, context);
  AddKeysCommands(app, context);
  AddFederationCommands(app, context);

  std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    terminal.out() << app.help();
    return static_cast<int>(ExitCode::kDone);
  } catch (const CLI::CallForVersion& version) {
    terminal.out() << version.what() << "\n";
    return static_cast<int>(ExitCode::kDone);
  } catch (const CLI::ParseError& error) {
    PrintError(WrongInput(UsageMessage(app, error)), json, terminal);
    if (!json) terminal.err() << "Add --help to see what can be given.\n";
    return static_cast<int>(ExitCode::kWrongInput);
  }
  const absl::StatusOr<ExitCode> result = context.action();
  terminal.out().flush();
  if (result.ok()) return static_cast<int>(*result);
  PrintError(result.status(), json, terminal);
  return static_cast<int>(ExitCodeOf(result.status()));
}

}  // namespace vsx::cli
