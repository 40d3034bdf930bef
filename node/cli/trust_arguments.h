#ifndef VSX_NODE_CLI_TRUST_ARGUMENTS_H_
#define VSX_NODE_CLI_TRUST_ARGUMENTS_H_

#include <CLI/App.hpp>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "node/statement/trust_store.h"

namespace vsx::cli {

// The trust documents that an offline check is made against.
struct TrustArguments {
  std::string manifest;
  std::string sha256;
  std::vector<std::string> records;
};

// Declares --manifest, --sha256, --record.
void DeclareTrustArguments(CLI::App& command, TrustArguments& arguments);

// Loads and verifies them; seen from the manifest's first Party, which matters for nothing that is checked offline.
// Errors: WrongInput for a file that cannot be read; otherwise those of TrustStore::Load with kVerificationFailed.
absl::StatusOr<statement::TrustStore> LoadTrust(const TrustArguments& arguments);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_TRUST_ARGUMENTS_H_
