#ifndef VSX_NODE_CLI_PERSON_INPUT_H_
#define VSX_NODE_CLI_PERSON_INPUT_H_

#include <CLI/App.hpp>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "node/cli/terminal.h"
#include "vsx/v1/case.pb.h"

// A person to ask about. Names, dates, document numbers and codes come from a file, standard input or the prompt; no
// option takes one, so that none ends in a shell history or in the list of processes.
namespace vsx::cli {

// Files that were named ("-" is standard input).
struct PersonSources {
  std::string document_from;
  std::string name_from;
  std::string mrz_from;
  std::string code_from;

  bool none() const { return document_from.empty() && name_from.empty() && mrz_from.empty() && code_from.empty(); }
  // A code beside another source.
  bool with_code() const {
    return !code_from.empty() && !(document_from.empty() && name_from.empty() && mrz_from.empty());
  }
};

// Declares --document-from, --name-from, --mrz-from, --code-from; one at a time.
void DeclarePersonSources(CLI::App& command, PersonSources& sources);
// The same, but that --code-from may stand beside one of the others.
void DeclarePersonAndCodeSources(CLI::App& command, PersonSources& sources);

// Reads the person from the source named, or asks on the terminal if none is and somebody sits there.
// Files: a document is "code issuing-State number" on one or three lines, a name and birth date are two lines, a zone
// its lines, a code one line; or JSON or TOML with the fields of v1.Document and v1.BiographicQuery. Errors:
// WrongInput.
absl::StatusOr<v1::PersonQuery> ReadPerson(const PersonSources& sources, Terminal& terminal);

// The same where a code may stand beside the other source: first what that says, then the code. On the terminal it asks
// for a code too.
absl::StatusOr<std::vector<v1::PersonQuery>> ReadPersonAndCode(const PersonSources& sources, Terminal& terminal);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_PERSON_INPUT_H_
