#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "node/domain/party_certificate.h"

// Certificates as a stranger presents them, as DER. No Party's CA issued any of them, so none may pass.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view der(reinterpret_cast<const char*>(data), size);
  const std::string pem =
      "-----BEGIN CERTIFICATE-----\n" + absl::Base64Escape({der.data(), der.size()}) + "\n-----END CERTIFICATE-----\n";
  const auto no_ca = [](const vsx::domain::PartyCode&) -> absl::StatusOr<std::string> {
    return absl::NotFoundError("no Party has a CA here");
  };
  if (vsx::domain::VerifyPartyCertificate(pem, no_ca, {1900000000}).ok()) std::abort();
  return 0;
}
