#include "node/cli/trust_arguments.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "node/cli/exit_code.h"
#include "node/cli/files.h"
#include "node/statement/trust_documents.h"

namespace vsx::cli {

void DeclareTrustArguments(CLI::App& command, TrustArguments& arguments) {
  command.add_option("--manifest", arguments.manifest, "the federation's manifest")->required()->type_name("FILE");
  command.add_option("--sha256", arguments.sha256, "its SHA-256, as you know it from elsewhere")
      ->required()
      ->type_name("HEX");
  command.add_option("--record", arguments.records, "a Party's record; may be repeated")
      ->type_name("FILE")
      ->expected(1)
      ->take_all();
}

absl::StatusOr<statement::TrustStore> LoadTrust(const TrustArguments& arguments) {
  const auto manifest = ReadFile(arguments.manifest);
  if (!manifest.ok()) return manifest.status();
  std::vector<std::string> records;
  for (const auto& path : arguments.records) {
    auto record = ReadFile(path);
    if (!record.ok()) return record.status();
    records.push_back(*std::move(record));
  }
  const auto document = statement::ReadManifest(*manifest);
  if (!document.ok()) return WithExitCode(document.status(), ExitCode::kVerificationFailed);
  if (document->message.parties_size() == 0) return VerificationFailed("the manifest names no Party");
  const auto viewpoint = domain::PartyCode::Create(document->message.parties(0).party());
  if (!viewpoint.ok()) return VerificationFailed("the manifest names a Party that is none");
  auto trust = statement::TrustStore::Load(*manifest, arguments.sha256, records, *viewpoint);
  if (!trust.ok()) return WithExitCode(trust.status(), ExitCode::kVerificationFailed);
  return trust;
}

}  // namespace vsx::cli
