#ifndef VSX_NODE_CLI_TERMINAL_H_
#define VSX_NODE_CLI_TERMINAL_H_

#include <istream>
#include <ostream>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace vsx::cli {

enum class Style { kPlain, kBold, kAlarm, kCaution, kQuiet };

// Terminal is where the program reads and writes: results go to out(), everything said in a dialogue and every error to
// err(), so that standard output of a script holds the result alone. Threads: one.
class Terminal {
 public:
  // `interactive`: a person sits at the input, so missing facts may be asked for. `colour`: only for a terminal.
  Terminal(std::istream& in, std::ostream& out, std::ostream& err, bool interactive, bool colour);

  std::ostream& out() { return out_; }
  std::ostream& err() { return err_; }
  bool interactive() const { return interactive_; }

  // `text` in that style where out() takes colour, else unchanged.
  std::string Styled(Style style, std::string_view text) const;

  // Asks on err() and reads one line, without spaces at its ends. WrongInput once the input has ended.
  absl::StatusOr<std::string> Ask(std::string_view question);

  // Asks until the answer is yes or no (also y, n); an empty line is `fallback`, which the question shows.
  absl::StatusOr<bool> AskYesNo(std::string_view question, bool fallback);

  // The rest of the input, for a file named "-"; at most 1 MiB.
  absl::StatusOr<std::string> ReadAll();

 private:
  std::istream& in_;
  std::ostream& out_;
  std::ostream& err_;
  bool interactive_;
  bool colour_;
};

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_TERMINAL_H_
