#include "tests/end_to_end/federation_fixture.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <utility>

#include "crypto/encoding.h"
#include "crypto/key_role.h"
#include "crypto/random_source.h"
#include "crypto/signing_key.h"
#include "node/rpc/tls.h"
#include "node/statement/trust_documents.h"
#include "tests/support/file_bytes.h"

namespace vsx::test {
namespace {

using crypto::KeyRole;

constexpr char kPassphrase[] = "example passphrase of a test";
constexpr KeyRole kNodeRoles[] = {KeyRole::kAttestation, KeyRole::kOperations, KeyRole::kLog,
                                  KeyRole::kWitness,     KeyRole::kSealing,    KeyRole::kLookup,
                                  KeyRole::kAudit,       KeyRole::kWrapping,   KeyRole::kStorage};

// Before the first test, and so before gRPC's first use.
class Tls13Only final : public ::testing::Environment {
 public:
  void SetUp() override { rpc::ForceTls13(); }
};
const ::testing::Environment* const kTls13Only = ::testing::AddGlobalTestEnvironment(new Tls13Only);

template <typename T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::cerr << "federation fixture: " << value.status() << "\n";
    std::abort();
  }
  return *std::move(value);
}

v1::KeyRole RecordRole(KeyRole role) {
  switch (role) {
    case KeyRole::kAttestation:
      return v1::KEY_ROLE_ATTESTATION;
    case KeyRole::kOperations:
      return v1::KEY_ROLE_OPERATIONS;
    case KeyRole::kLog:
      return v1::KEY_ROLE_LOG;
    case KeyRole::kWitness:
      return v1::KEY_ROLE_WITNESS;
    case KeyRole::kSealing:
      return v1::KEY_ROLE_SEALING;
    default:
      return v1::KEY_ROLE_UNSPECIFIED;
  }
}

}  // namespace

int64_t Now() { return static_cast<int64_t>(std::time(nullptr)); }
domain::PartyCode Code(const std::string& code) { return *domain::PartyCode::Create(code); }

Federation::Federation(FederationOptions options) : options_(std::move(options)) {
  std::string pattern = (std::filesystem::temp_directory_path() / "vsx-federation-XXXXXX").string();
  folder_ = mkdtemp(pattern.data());
  std::string seeds = "/dev/shm/vsx-seeds-XXXXXX";  // seeds lie in memory alone
  seed_folder_ = mkdtemp(seeds.data());
  for (const std::string& code : options_.parties) MakeParty(code);
  WriteTrustDocuments();
  for (const std::string& code : options_.parties) WriteConfig(code);
}

Federation::~Federation() {
  parties_.clear();  // ends the processes
  if (std::getenv("VSX_KEEP_TEST_FOLDERS") != nullptr) {
    std::cerr << "kept: " << folder_ << "\n";
    return;
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
  std::filesystem::remove_all(seed_folder_, ignored);
}

void Federation::MakeParty(const std::string& code) {
  std::filesystem::create_directory(PartyFolder(code));
  const auto made = parties_.emplace(code, std::make_unique<FederationParty>(code));
  FederationParty& party = *made.first->second;
  party.node_certificate = party.ca.IssueFor("vsx://" + code + "/node/1");
  party.root = std::make_unique<crypto::LocalSigner>(crypto::SigningKey::Generate());

  crypto::SystemRandomSource random;
  party.keystore =
      std::make_unique<crypto::Keystore>(Must(crypto::Keystore::Create(code, kNodeRoles, Now() - 600, random)));
  const std::string keys = PartyFolder(code) + "/node.keys";
  const absl::Status written = party.keystore->WriteTo(keys, crypto::SecretBytes::CopyFrom(kPassphrase));
  if (!written.ok()) std::cerr << "federation fixture: " << written << "\n";
  WriteFile(PartyFolder(code) + "/passphrase", kPassphrase);
  WriteFile(PartyFolder(code) + "/node.key", party.node_certificate.key_pem);
  WriteFile(PartyFolder(code) + "/node.crt", party.node_certificate.certificate_pem);
  WriteFile(PartyFolder(code) + "/ca.crt", party.ca.certificate_pem());
  WriteFile(DenyListFile(code), "# nobody\n");
  party.process = std::make_unique<NodeProcess>(ConfigFile(code), PartyFolder(code) + "/ports.json",
                                                PartyFolder(code) + "/node.out");
}

v1::PartyRecord Federation::RecordOf(const std::string& code) const {
  const FederationParty& party = *parties_.at(code);
  v1::PartyRecord record;
  record.set_party(code);
  record.set_version(1);
  record.set_issued_at(std::min(Now(), Now() + options_.records_expire_in_s) - 600);
  record.set_expires_at(Now() + options_.records_expire_in_s);
  record.add_endpoints(party.peer_port.address());
  record.set_tls_ca_pem(party.ca.certificate_pem());
  for (const crypto::KeyDescription& key : party.keystore->Describe()) {
    const v1::KeyRole role = RecordRole(key.role);
    if (role == v1::KEY_ROLE_UNSPECIFIED) continue;
    v1::PartyKey* out = record.add_keys();
    out->set_role(role);
    out->set_public_key(*crypto::FromHex(key.public_key_hex));
    out->set_valid_from(Now() - 600);
    out->set_valid_until(Now() + 90 * 86400);
  }
  v1::Authority* authority = record.add_authorities();
  authority->set_name("Example counter-trafficking body");
  authority->set_kind(v1::AGENCY_KIND_COUNTER_TRAFFICKING);
  v1::ContactDesk* desk = record.add_directory();
  desk->set_desk_id("duty-desk");
  desk->set_name("Example duty desk");
  desk->set_telephone("+00 000 0000");
  desk->add_languages("en");
  return record;
}

void Federation::WriteTrustDocuments() {
  v1::Manifest manifest;
  manifest.set_version(1);
  manifest.set_issued_at(std::min(Now(), Now() + options_.manifest_expires_in_s) - 600);
  manifest.set_expires_at(Now() + options_.manifest_expires_in_s);
  manifest.set_epoch_seconds(options_.epoch_seconds);
  // Tests ask again and again until something has come.
  manifest.mutable_evaluation_budgets()->set_single_per_day(100'000'000);
  manifest.mutable_evaluation_budgets()->set_single_burst(1'000'000);
  manifest.set_threshold(static_cast<uint32_t>(options_.parties.size() / 2 + 1));
  for (const std::string& code : options_.parties) {
    v1::ManifestParty* party = manifest.add_parties();
    party->set_party(code);
    party->set_state(v1::PARTY_STATE_ACTIVE);
    party->add_root_keys(parties_.at(code)->root->verify_key().bytes());
    party->set_root_threshold(1);
    manifest.add_member_states(code);
  }
  for (const std::string& code : options_.outside) manifest.add_member_states(code);
  if (options_.bend_manifest) options_.bend_manifest(manifest);
  std::string envelope = Must(statement::NewManifest(manifest));
  for (const auto& [code, party] : parties_) envelope = Must(statement::AddManifestSignature(envelope, *party->root));
  manifest_sha256_ = crypto::ToHex(Must(statement::ReadManifest(envelope)).payload_sha256);
  WriteFile(ManifestFile(), envelope);

  for (const auto& [code, party] : parties_) {
    v1::PartyRecord record = RecordOf(code);
    if (options_.bend_record) options_.bend_record(record);
    const crypto::Signer* const root = party->root.get();
    WriteFile(RecordFile(code), Must(statement::SignPartyRecord(record, {&root, 1})));
  }
}

void Federation::WriteConfig(const std::string& code) {
  const FederationParty& party = *parties_.at(code);
  std::string records;
  for (const std::string& other : options_.parties) records += "  \"../" + other + ".record\",\n";
  WriteFile(ConfigFile(code), "[node]\nparty = \"" + code +
                                  "\"\nname = \"1\"\ndata_dir = \"data\"\n"
                                  "[keys]\nkeystore = \"node.keys\"\npassphrase_file = \"passphrase\"\n"
                                  "[agency]\nlisten = \"" +
                                  party.agency_port.address() + "\"\n[peer]\nlisten = \"" + party.peer_port.address() +
                                  "\"\n"
                                  "[tls]\ncertificate = \"node.crt\"\nkey = \"node.key\"\nown_ca = \"ca.crt\"\n"
                                  "deny_list = \"denied\"\n"
                                  "[trust]\nmanifest = \"../manifest\"\nmanifest_sha256 = \"" +
                                  manifest_sha256_ + "\"\nrecords = [\n" + records +
                                  "]\n"
                                  "[index]\nseed_dir = \"" +
                                  SeedFolder(code) + "\"\ncover_check_mean_seconds = " +
                                  std::to_string(options_.cover_check_mean_seconds) +
                                  "\n"
                                  "[log]\nlevel = \"debug\"\nfile = \"node.log\"\n"
                                  "[limits]\ncertificate_refresh_seconds = 1\n" +
                                  options_.limits);
}

bool Federation::StartAll() {
  return std::all_of(options_.parties.begin(), options_.parties.end(),
                     [this](const std::string& code) { return Start(code); });
}

bool Federation::Start(const std::string& code) {
  // A stranger may have taken a port in between: try once more before giving up.
  constexpr int kTries = 2;
  for (int i = 0; i < kTries; ++i) {
    if (node(code).Start()) return true;
  }
  std::cerr << "the node of " << code << " did not start:\n" << ReadFile(PartyFolder(code) + "/node.out");
  return false;
}

KeyAndCertificate Federation::AgencyCertificate(const std::string& code, const std::string& kind,
                                                const std::string& name) {
  return party(code).ca.IssueFor("vsx://" + code + "/agency/" + kind + "/" + name);
}

Agency Federation::Dial(const std::string& code, const std::string& kind, v1::AccessPurpose purpose,
                        const std::string& name) {
  return {DialAgencyPort(code, AgencyCertificate(code, kind, name)), "officer-1", purpose};
}

std::shared_ptr<grpc::Channel> Federation::DialAgencyPort(const std::string& code, const KeyAndCertificate& identity) {
  return DialLocalPort(party(code).agency_port.number(), party(code).ca.certificate_pem(), identity);
}

std::shared_ptr<grpc::Channel> Federation::DialPeerPort(const std::string& code, const KeyAndCertificate& identity) {
  return DialLocalPort(party(code).peer_port.number(), party(code).ca.certificate_pem(), identity);
}

std::unique_ptr<v1::ExchangeService::Stub> Federation::DialPeer(const std::string& from, const std::string& to) {
  return v1::ExchangeService::NewStub(DialPeerPort(to, party(from).node_certificate));
}

statement::TrustStore Federation::Trust(const std::string& code) const {
  std::vector<std::string> records;
  for (const std::string& other : options_.parties) records.push_back(ReadFile(RecordFile(other)));
  return Must(statement::TrustStore::Load(ReadFile(ManifestFile()), manifest_sha256_, records,
                                          *domain::PartyCode::Create(code)));
}

void Federation::WriteFile(const std::string& path, const std::string& text) {
  const std::string temporary = path + ".new";
  std::ofstream(temporary, std::ios::binary | std::ios::trunc) << text;
  chmod(temporary.c_str(), S_IRUSR | S_IWUSR);
  std::filesystem::rename(temporary, path);
}

std::string Federation::ReadFile(const std::string& path) { return FileBytes(path); }

}  // namespace vsx::test
