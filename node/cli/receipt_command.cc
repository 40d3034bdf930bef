#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "node/cli/case_printing.h"
#include "node/cli/command.h"
#include "node/cli/enum_words.h"
#include "node/cli/files.h"
#include "node/cli/message_json.h"
#include "node/cli/person_handles.h"
#include "node/cli/person_input.h"
#include "node/cli/receipt_file.h"
#include "node/cli/text_layout.h"
#include "node/cli/trust_arguments.h"
#include "node/statement/check_receipt.h"
#include "node/statement/envelope_codec.h"
#include "node/statement/receipts.h"
#include "node/statement/statement_type.h"
#include "vsx/v1/statement.pb.h"

// vsx receipt verify | show: offline.
namespace vsx::cli {
namespace {

using statement::StatementType;

struct LoadedReceipt {
  ReceiptFile file;
  std::string payload;
  StatementType type;
};

absl::StatusOr<LoadedReceipt> LoadReceipt(const std::string& path) {
  const auto text = ReadFile(path);
  if (!text.ok()) return text.status();
  auto file = DecodeReceiptFile(*text);
  if (!file.ok()) return file.status();
  const auto envelope = statement::DecodeEnvelope(file->envelope, statement::kMaxStatementBytes);
  if (!envelope.ok()) return WithExitCode(envelope.status(), ExitCode::kVerificationFailed);
  const auto type = statement::StatementTypeOf(envelope->payload_type);
  if (type != StatementType::kCheckReceipt && type != StatementType::kDeliveryReceipt &&
      type != StatementType::kErasureReceipt) {
    return VerificationFailed("what the file holds is no receipt");
  }
  return LoadedReceipt{*std::move(file), envelope->payload, *type};
}

template <typename Message>
absl::StatusOr<Message> ParsePayload(const LoadedReceipt& receipt) {
  Message message;
  if (!message.ParseFromString(receipt.payload)) return VerificationFailed("the receipt's content cannot be read");
  return message;
}

void Print(const v1::CheckReceipt& receipt, std::ostream& out) {
  out << "Check by " << Printable(receipt.agency()) << " (officer " << Printable(receipt.officer())
      << ") at the node of " << Printable(receipt.party()) << "\n  made        " << FormatTime(receipt.checked_at())
      << ", valid until " << FormatTime(receipt.valid_until()) << "\n  outcome     " << Words(receipt.outcome())
      << "\n  measure     " << Printable(receipt.measure()) << ", stage " << Printable(receipt.stage()) << ", file "
      << Printable(receipt.file_number()) << (receipt.person_present() ? ", person present" : ", person absent")
      << "\n  id          " << Hex(receipt.check_id()) << "\n";
  for (const auto& line : receipt.consultations()) {
    out << "  " << Printable(line.party()) << "         " << Words(line.status())
        << (line.reason().empty() ? "" : ": " + Printable(line.reason()))
        << (line.next_capacity_at() > 0 ? ", ask again after " + FormatTimeUp(line.next_capacity_at()) : "") << "\n";
  }
  out << "  not in the federation: " << Printable(JoinOrNone(receipt.member_states_outside())) << "\n";
}

void Print(const v1::DeliveryReceipt& receipt, std::ostream& out) {
  out << Printable(receipt.recipient()) << " received from " << Printable(receipt.issuer()) << " at "
      << FormatTime(receipt.received_at()) << "\n  what     " << Printable(receipt.statement_type()) << " "
      << Hex(receipt.statement_id()) << "\n  SHA-256  " << Hex(receipt.payload_sha256()) << "\n";
}

void Print(const v1::ErasureReceipt& receipt, std::ostream& out) {
  out << Printable(receipt.recipient()) << " says that it erased what " << Printable(receipt.issuer())
      << " withdrew, at " << FormatTime(receipt.erased_at()) << "\n  scope       " << Words(receipt.scope())
      << ": a signed claim, not proof\n  withdrawal  " << Hex(receipt.withdrawal_id()) << "\n";
}

struct VerifyArguments {
  std::string file;
  TrustArguments trust;
  PersonSources person;
  std::string handle_from;

  bool asks_about_person() const { return !person.none() || !handle_from.empty(); }
};

// What was verified, ready to be printed.
struct Verdict {
  statement::VerifiedStatement statement;
  std::string signer;
  std::vector<std::string> matched_classes;
};

absl::StatusOr<std::vector<domain::Handle>> HandlesOf(const VerifyArguments& arguments, domain::UnixTime checked_at,
                                                      Terminal& terminal) {
  if (arguments.handle_from.empty()) {
    const auto person = ReadPerson(arguments.person, terminal);
    if (!person.ok()) return person.status();
    return PersonHandles(*person, domain::CivilDate::FromTime(checked_at));
  }
  const auto text = ReadFileOrInput(arguments.handle_from, terminal);
  if (!text.ok()) return text.status();
  std::vector<domain::Handle> handles;
  for (absl::string_view line : absl::StrSplit(*text, '\n', absl::SkipEmpty())) {
    absl::ConsumeSuffix(&line, "\r");
    auto handle = domain::Handle::FromCanonical({line.data(), line.size()});
    if (!handle.ok()) return WrongInput("--handle-from holds one canonical handle on each line (proto/README.md)");
    handles.push_back(*std::move(handle));
  }
  return handles;
}

absl::StatusOr<Verdict> VerifyCheck(const VerifyArguments& arguments, const LoadedReceipt& receipt,
                                    const statement::TrustStore& trust, domain::UnixTime now, Terminal& terminal) {
  const auto verified = statement::VerifyCheckReceipt(trust, receipt.file.envelope, now);
  if (!verified.ok()) return WithExitCode(verified.status(), ExitCode::kVerificationFailed);
  Verdict verdict{verified->statement, verified->content.party.value(), {}};
  if (!arguments.asks_about_person()) return verdict;
  if (receipt.file.handle_salts.empty())
    return WrongInput("the receipt file holds no salts: it cannot be compared with a person");
  const auto handles = HandlesOf(arguments, verified->content.checked_at, terminal);
  if (!handles.ok()) return handles.status();
  for (const auto& [index, salt] : receipt.file.handle_salts) {
    for (const auto& handle : *handles) {
      if (statement::VerifyReceiptHandle(verified->content, index, salt, handle.canonical()).ok()) {
        verdict.matched_classes.emplace_back(domain::HandleClassName(handle.cls()));
      }
    }
  }
  if (verdict.matched_classes.empty())
    return VerificationFailed(
        "the receipt is sound, but that check did not ask by what is given here: it is not about this person, or asked "
        "another way");
  return verdict;
}

template <typename Message, typename Verifier>
absl::StatusOr<Verdict> VerifyExchange(const LoadedReceipt& receipt, const statement::TrustStore& trust,
                                       domain::UnixTime now, Verifier verifier) {
  const auto message = ParsePayload<Message>(receipt);
  if (!message.ok()) return message.status();
  const auto recipient = domain::PartyCode::Create(message->recipient());
  const auto issuer = domain::PartyCode::Create(message->issuer());
  if (!recipient.ok() || !issuer.ok()) return VerificationFailed("the receipt names no sound Party");
  const auto verified = verifier(trust, receipt.file.envelope, *recipient, *issuer, now);
  if (!verified.ok()) return WithExitCode(verified.status(), ExitCode::kVerificationFailed);
  return Verdict{verified->statement, recipient->value(), {}};
}

absl::StatusOr<Json> ContentJson(const LoadedReceipt& receipt) {
  const auto as_json = [](const auto& message) -> absl::StatusOr<Json> {
    if (!message.ok()) return message.status();
    return ToJson(*message);
  };
  if (receipt.type == StatementType::kCheckReceipt) return as_json(ParsePayload<v1::CheckReceipt>(receipt));
  if (receipt.type == StatementType::kDeliveryReceipt) return as_json(ParsePayload<v1::DeliveryReceipt>(receipt));
  return as_json(ParsePayload<v1::ErasureReceipt>(receipt));
}

absl::Status PrintContent(const LoadedReceipt& receipt, std::ostream& out) {
  const auto print = [&](const auto& message) -> absl::Status {
    if (message.ok()) Print(*message, out);
    return message.status();
  };
  if (receipt.type == StatementType::kCheckReceipt) return print(ParsePayload<v1::CheckReceipt>(receipt));
  if (receipt.type == StatementType::kDeliveryReceipt) return print(ParsePayload<v1::DeliveryReceipt>(receipt));
  return print(ParsePayload<v1::ErasureReceipt>(receipt));
}

// A document or a code is one person's; a name and date of birth may be a namesake's.
std::string Whom(const std::vector<std::string>& matched_classes) {
  const auto is_name = [](const std::string& cls) {
    return cls == domain::HandleClassName(domain::HandleClass::kBiographic);
  };
  if (std::all_of(matched_classes.begin(), matched_classes.end(), is_name)) {
    return "It is about somebody of this name and date of birth: this person, or a namesake.";
  }
  return absl::StrCat("It is about this person, by ", JoinOrNone(matched_classes), ".");
}

absl::StatusOr<ExitCode> VerifyReceipt(CommandContext& context, const VerifyArguments& arguments) {
  const auto receipt = LoadReceipt(arguments.file);
  if (!receipt.ok()) return receipt.status();
  const auto trust = LoadTrust(arguments.trust);
  if (!trust.ok()) return trust.status();
  const domain::UnixTime now{context.now()};
  if (receipt->type != StatementType::kCheckReceipt && arguments.asks_about_person()) {
    return WrongInput("only the receipt of a check can be compared with a person");
  }
  const auto verdict =
      receipt->type == StatementType::kCheckReceipt ? VerifyCheck(arguments, *receipt, *trust, now, context.terminal)
      : receipt->type == StatementType::kDeliveryReceipt
          ? VerifyExchange<v1::DeliveryReceipt>(*receipt, *trust, now, statement::VerifyDeliveryReceipt)
          : VerifyExchange<v1::ErasureReceipt>(*receipt, *trust, now, statement::VerifyErasureReceipt);
  if (!verdict.ok()) return verdict.status();
  if (context.options.json) {
    const auto content = ContentJson(*receipt);
    if (!content.ok()) return content.status();
    PrintJson(context.terminal, Json{{"verified", true},
                                     {"type", std::string(statement::StatementName(receipt->type))},
                                     {"signed_by", verdict->signer},
                                     {"key_id", verdict->statement.key_id},
                                     {"key_expired", verdict->statement.key_expired},
                                     {"key_distrusted", verdict->statement.key_distrusted},
                                     {"matched_handle_classes", verdict->matched_classes},
                                     {"receipt", *content}});
    return ExitCode::kDone;
  }
  std::ostream& out = context.terminal.out();
  out << context.terminal.Styled(Style::kBold, "The receipt holds") << ": signed by " << verdict->signer << ", key "
      << Printable(verdict->statement.key_id) << "\n";
  if (!verdict->matched_classes.empty()) out << Whom(verdict->matched_classes) << "\n";
  if (verdict->statement.key_expired)
    out << "Mind: the key's time is over (or not begun); it was its Party's all the same.\n";
  if (verdict->statement.key_distrusted) out << "Mind: the Party no longer trusts this key. Ask it to confirm.\n";
  if (auto status = PrintContent(*receipt, out); !status.ok()) return status;
  return ExitCode::kDone;
}

struct ReceiptArguments {
  std::string file;
};

absl::StatusOr<ExitCode> ShowReceipt(CommandContext& context, const ReceiptArguments& arguments) {
  const auto receipt = LoadReceipt(arguments.file);
  if (!receipt.ok()) return receipt.status();
  if (context.options.json) {
    const auto content = ContentJson(*receipt);
    if (!content.ok()) return content.status();
    PrintJson(context.terminal, Json{{"verified", false},
                                     {"type", std::string(statement::StatementName(receipt->type))},
                                     {"receipt", *content}});
    return ExitCode::kDone;
  }
  if (auto status = PrintContent(*receipt, context.terminal.out()); !status.ok()) return status;
  context.terminal.out() << "Shown, not verified: use vsx receipt verify.\n";
  return ExitCode::kDone;
}

}  // namespace

void AddReceiptCommands(CLI::App& app, CommandContext& context) {
  CLI::App* area = AddArea(app, "receipt", "signed receipts, checked offline", "vsx receipt show F-17.receipt");
  AddCommand<VerifyArguments>(
      *area, context, "verify", "verify a receipt of a check, delivery or erasure (exit code 4 if it does not hold)",
      "vsx receipt verify F-17.receipt --manifest manifest --sha256 HEX --record THA.record --mrz-from -",
      [](CLI::App& command, VerifyArguments& arguments) {
        command
            .add_option("FILE", arguments.file,
                        "receipt file, of `vsx check --receipt` or `vsx outbox list --receipts`")
            ->required();
        DeclareTrustArguments(command, arguments.trust);
        DeclarePersonSources(command, arguments.person);
        command.add_option("--handle-from", arguments.handle_from, "FILE or - with canonical handles, one a line")
            ->type_name("FILE");
      },
      VerifyReceipt);
  AddCommand<ReceiptArguments>(
      *area, context, "show", "show what a receipt says", "vsx receipt show F-17.receipt",
      [](CLI::App& command, ReceiptArguments& arguments) {
        command.add_option("FILE", arguments.file, "receipt file")->required();
      },
      ShowReceipt);
}

}  // namespace vsx::cli
