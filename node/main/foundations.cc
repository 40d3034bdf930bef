#include "node/main/foundations.h"

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "crypto/private_file.h"
#include "node/main/data_folder.h"
#include "node/main/key_error.h"
#include "node/main/node_keys.h"
#include "node/rpc/deny_list.h"
#include "node/rpc/tls.h"

namespace vsx::main {
namespace {

constexpr size_t kLargestKeyFile = 64 * 1024;

absl::StatusOr<std::string> ReadFile(std::string_view key, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file || bytes.empty()) return RefuseKey(key, absl::StrCat("cannot be read, or is empty: ", path));
  return bytes;
}

absl::StatusOr<statement::TrustStore> LoadTrust(const NodeConfig& config) {
  const absl::StatusOr<std::string> manifest = ReadFile("trust.manifest", config.manifest);
  if (!manifest.ok()) return manifest.status();
  std::vector<std::string> records;
  for (const std::string& path : config.records) {
    absl::StatusOr<std::string> record = ReadFile("trust.records", path);
    if (!record.ok()) return record.status();
    records.push_back(*std::move(record));
  }
  absl::StatusOr<statement::TrustStore> trust =
      statement::TrustStore::Load(*manifest, config.manifest_sha256, records, config.party);
  if (!trust.ok()) return AtKey("trust", trust.status());
  if (trust->FindRecord(config.party) == nullptr) {
    return RefuseKey("trust.records", "none is the own Party's: add it, since the others know this node by it");
  }
  return trust;
}

}  // namespace

absl::StatusOr<domain::PartyCertificate> CheckCertificate(const NodeConfig& config, const statement::TrustStore& trust,
                                                          domain::UnixTime now) {
  const absl::StatusOr<crypto::SecretBytes> key =
      crypto::ReadPrivateFile("the private key", config.tls_key, kLargestKeyFile);
  if (!key.ok()) return AtKey("tls.key", key.status());
  if (absl::Status files = rpc::CheckTlsFiles({config.tls_key, config.tls_certificate, config.own_ca}); !files.ok()) {
    return AtKey("tls", files);
  }
  const absl::StatusOr<std::string> leaf = ReadFile("tls.certificate", config.tls_certificate);
  if (!leaf.ok()) return leaf.status();
  const absl::StatusOr<std::string> own_ca = ReadFile("tls.own_ca", config.own_ca);
  if (!own_ca.ok()) return own_ca.status();

  const auto find_ca = [&](const domain::PartyCode& party) -> absl::StatusOr<std::string> {
    if (party != config.party) return absl::NotFoundError("not the own Party");
    return std::string(trust.TlsCaPem(party));
  };
  absl::StatusOr<domain::PartyCertificate> certificate = domain::VerifyPartyCertificate(*leaf, find_ca, now);
  if (!certificate.ok()) {
    return RefuseKey("tls.certificate", absl::StrCat("does not verify against the CA of the own Party record: ",
                                                     certificate.status().message()));
  }
  if (!certificate->uri.is_node() || certificate->uri.name() != config.name) {
    return RefuseKey("tls.certificate", absl::StrCat("is not for vsx://", config.party.value(), "/node/", config.name,
                                                     ": use this node's certificate, or set node.name to its name"));
  }
  const auto configured_ca = [&](const domain::PartyCode&) -> absl::StatusOr<std::string> { return *own_ca; };
  if (!domain::VerifyPartyCertificate(*leaf, configured_ca, now).ok()) {
    return RefuseKey("tls.own_ca", "is not the CA of the own Party record: agencies could not connect");
  }
  return certificate;
}

absl::StatusOr<Foundations> LayFoundations(NodeConfig config, domain::UnixTime now) {
  if (absl::Status folder = CheckDataFolder(config.data_dir); !folder.ok()) return folder;
  absl::StatusOr<statement::TrustStore> trust = LoadTrust(config);
  if (!trust.ok()) return trust.status();
  absl::StatusOr<domain::PartyCertificate> certificate = CheckCertificate(config, *trust, now);
  if (!certificate.ok()) return certificate.status();
  if (const auto denied = rpc::DenyList::Load(config.deny_list); !denied.ok()) {
    return AtKey("tls.deny_list", denied.status());
  }
  // Last: opening the keystore takes most of a second.
  absl::StatusOr<crypto::Keystore> keystore = OpenNodeKeys(config);
  if (!keystore.ok()) return keystore.status();
  if (absl::Status fits = CheckKeysAgainstRecord(*keystore, *trust, now); !fits.ok()) return fits;
  return Foundations{std::move(config), *std::move(keystore), *std::move(trust), *std::move(certificate)};
}

}  // namespace vsx::main
