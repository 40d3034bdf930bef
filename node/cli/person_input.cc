#include "node/cli/person_input.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "node/cli/exit_code.h"
#include "node/cli/files.h"
#include "node/cli/message_json.h"

namespace vsx::cli {
namespace {

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const auto stripped = absl::StripAsciiWhitespace(line);
    if (!stripped.empty()) lines.emplace_back(stripped);
  }
  return lines;
}

// Structured input begins with a brace or holds `key = value`.
bool IsStructured(const std::string& text) {
  return absl::StripLeadingAsciiWhitespace(text).substr(0, 1) == "{" || text.find('=') != std::string::npos;
}

absl::Status FromStructured(const std::string& text, google::protobuf::Message* message) {
  const auto json = ParseJsonOrToml(text);
  return json.ok() ? FromJson(*json, message) : json.status();
}

absl::Status ReadDocument(const std::string& text, v1::Document* document) {
  if (IsStructured(text)) return FromStructured(text, document);
  // A document number may hold spaces; the code and the State do not.
  const std::vector<std::string> words = absl::StrSplit(text, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty());
  if (words.size() < 3) {
    return WrongInput("a document is written as: code, issuing State, number (for example P XXA and the number)");
  }
  document->set_code(words[0]);
  document->set_issuing_state(words[1]);
  std::string number = words[2];
  for (size_t i = 3; i < words.size(); ++i) number += " " + words[i];
  document->set_number(number);
  return absl::OkStatus();
}

absl::Status ReadName(const std::string& text, v1::BiographicQuery* query) {
  if (IsStructured(text)) return FromStructured(text, query);
  const auto lines = Lines(text);
  if (lines.size() != 2) return WrongInput("a name and birth date are two lines: the whole name, then YYYY-MM-DD");
  query->set_name(lines[0]);
  query->set_birth_date(lines[1]);
  return absl::OkStatus();
}

absl::Status ReadZone(const std::string& text, v1::MrzQuery* query) {
  const auto lines = Lines(text);
  if (lines.size() < 2 || lines.size() > 3) return WrongInput("a machine-readable zone has two or three lines");
  for (const auto& line : lines) query->add_lines(line);
  return absl::OkStatus();
}

absl::StatusOr<v1::PersonQuery> AskPerson(Terminal& terminal) {
  v1::PersonQuery query;
  terminal.err() << "About whom?\n  1  machine-readable zone (scan it, or type its lines)\n  2  document\n"
                    "  3  name and date of birth\n  4  reference code that the person presents\n";
  while (true) {
    const auto way = terminal.Ask("Way [1]: ");
    if (!way.ok()) return way.status();
    if (way->empty() || *way == "1") {
      terminal.err() << "Lines of the zone; an empty line ends it.\n";
      while (query.mrz().lines_size() < 3) {
        const auto line = terminal.Ask("> ");
        if (!line.ok()) return line.status();
        if (line->empty()) break;
        query.mutable_mrz()->add_lines(*line);
      }
      if (query.mrz().lines_size() >= 2) return query;
      terminal.err() << "  A zone has two or three lines.\n";
      query.Clear();
    } else if (*way == "2") {
      const auto code = terminal.Ask("Document code (P passport, I identity card, V visa) [P]: ");
      if (!code.ok()) return code.status();
      const auto state = terminal.Ask("Issuing State (three letters): ");
      if (!state.ok()) return state.status();
      const auto number = terminal.Ask("Number: ");
      if (!number.ok()) return number.status();
      query.mutable_document()->set_code(code->empty() ? "P" : *code);
      query.mutable_document()->set_issuing_state(*state);
      query.mutable_document()->set_number(*number);
      return query;
    } else if (*way == "3") {
      const auto name = terminal.Ask("Whole name: ");
      if (!name.ok()) return name.status();
      const auto date = terminal.Ask("Date of birth (YYYY-MM-DD, or YYYY-MM, or YYYY): ");
      if (!date.ok()) return date.status();
      query.mutable_biographic()->set_name(*name);
      query.mutable_biographic()->set_birth_date(*date);
      return query;
    } else if (*way == "4") {
      const auto code = terminal.Ask("Code: ");
      if (!code.ok()) return code.status();
      query.set_reference_code(*code);
      return query;
    }
  }
}

}  // namespace

namespace {

void DeclareSources(CLI::App& command, PersonSources& sources, bool code_beside) {
  CLI::Option* const code = command.add_option("--code-from", sources.code_from,
                                               code_beside ? "FILE or - with the reference code that the person "
                                                             "presents; may stand beside one of the others"
                                                           : "FILE or - with the reference code that the person "
                                                             "presents");
  CLI::Option* const options[] = {
      command.add_option("--mrz-from", sources.mrz_from, "FILE or - with the lines of a machine-readable zone"),
      command.add_option("--document-from", sources.document_from, "FILE or - with: code, issuing State, number"),
      command.add_option("--name-from", sources.name_from, "FILE or - with two lines: whole name, date of birth"),
      code,
  };
  for (CLI::Option* option : options) {
    option->type_name("FILE");
    for (CLI::Option* other : options) {
      const bool together = code_beside && (option == code || other == code);
      if (other != option && !together) option->excludes(other);
    }
  }
}

}  // namespace

void DeclarePersonSources(CLI::App& command, PersonSources& sources) {
  DeclareSources(command, sources, /*code_beside=*/false);
}

void DeclarePersonAndCodeSources(CLI::App& command, PersonSources& sources) {
  DeclareSources(command, sources, /*code_beside=*/true);
}

absl::StatusOr<v1::PersonQuery> ReadPerson(const PersonSources& sources, Terminal& terminal) {
  if (sources.none()) {
    if (terminal.interactive()) return AskPerson(terminal);
    return WrongInput("say about whom: --mrz-from, --document-from, --name-from or --code-from, each a FILE or -");
  }
  const std::string path = sources.document_from + sources.name_from + sources.mrz_from + sources.code_from;
  const auto text = ReadFileOrInput(path, terminal);
  if (!text.ok()) return text.status();
  v1::PersonQuery query;
  absl::Status status;
  if (!sources.document_from.empty()) status = ReadDocument(*text, query.mutable_document());
  if (!sources.name_from.empty()) status = ReadName(*text, query.mutable_biographic());
  if (!sources.mrz_from.empty()) status = ReadZone(*text, query.mutable_mrz());
  if (!sources.code_from.empty()) {
    const auto lines = Lines(*text);
    if (lines.size() != 1) return WrongInput("a reference code is one line");
    query.set_reference_code(lines[0]);
  }
  if (!status.ok()) return status;
  return query;
}

absl::StatusOr<std::vector<v1::PersonQuery>> ReadPersonAndCode(const PersonSources& sources, Terminal& terminal) {
  PersonSources person = sources;
  person.code_from.clear();
  PersonSources code_alone;
  code_alone.code_from = sources.code_from;
  const bool both = sources.with_code();
  if (both && sources.code_from == "-" && person.document_from + person.name_from + person.mrz_from == "-") {
    return WrongInput("only one of two sources can be standard input: put the code in a file");
  }
  absl::StatusOr<v1::PersonQuery> first = ReadPerson(both ? person : sources, terminal);
  if (!first.ok()) return first.status();
  std::vector<v1::PersonQuery> queries = {*std::move(first)};
  if (both) {
    absl::StatusOr<v1::PersonQuery> code = ReadPerson(code_alone, terminal);
    if (!code.ok()) return code.status();
    queries.push_back(*std::move(code));
  } else if (sources.none() && queries[0].query_case() != v1::PersonQuery::kReferenceCode) {
    const absl::StatusOr<std::string> code =
        terminal.Ask("Reference code that the person presents too (empty: none): ");
    if (!code.ok()) return code.status();
    if (!code->empty()) queries.emplace_back().set_reference_code(*code);
  }
  return queries;
}

}  // namespace vsx::cli
