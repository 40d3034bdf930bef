#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <filesystem>
#include <memory>
#include <regex>
#include <string>
#include <vector>

#include "crypto/key_role.h"
#include "crypto/keystore.h"
#include "crypto/random_source.h"
#include "tests/end_to_end/federation_fixture.h"
#include "tests/end_to_end/sample_person.h"

// vsx-node as a program: what it refuses to start with, how it starts and ends.
namespace vsx::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// One Party, whose node runs only where a test starts it.
class NodeProgramTest : public ::testing::Test {
 protected:
  static FederationOptions OneParty() {
    FederationOptions options;
    options.parties = {"THA"};
    return options;
  }

  std::string Config() const { return Federation::ReadFile(federation_.ConfigFile("THA")); }

  // The configuration with one text in place of another.
  void Bend(const std::string& from, const std::string& to) {
    std::string config = Config();
    const size_t at = config.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    Federation::WriteFile(federation_.ConfigFile("THA"), config.replace(at, from.size(), to));
  }

  ProgramResult CheckConfig() const {
    return RunProgram({VSX_NODE_BINARY, "--config", federation_.ConfigFile("THA"), "--check-config"});
  }

  void ExpectRefused(int exit_code, const std::string& what) const {
    const ProgramResult result = CheckConfig();
    EXPECT_EQ(result.exit_code, exit_code) << result.output;
    EXPECT_THAT(result.output, HasSubstr(what));
  }

  std::string InPartyFolder(const std::string& name) const { return federation_.PartyFolder("THA") + "/" + name; }

  // What the node did of itself, oldest first.
  std::vector<std::string> AuditMethods() {
    const Agency overseer = federation_.Dial("THA", "overseer", v1::ACCESS_PURPOSE_AUDIT);
    v1::ReadAuditResponse response;
    const grpc::Status status = overseer.Call(&Monitoring::ReadAudit, v1::ReadAuditRequest(), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    std::vector<std::string> methods;
    for (const auto& link : response.records()) {
      v1::AuditEntry entry;
      EXPECT_TRUE(entry.ParseFromString(link.body()));
      if (entry.caller() == "node") methods.push_back(entry.method());
    }
    return methods;
  }

  Federation federation_{OneParty()};
};

TEST_F(NodeProgramTest, SaysHowToUseItAndWhichVersionItIs) {
  const ProgramResult help = RunProgram({VSX_NODE_BINARY, "--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_THAT(help.output, HasSubstr("vsx-node --config /etc/vsx/node.toml --check-config"));
  EXPECT_THAT(help.output, HasSubstr("Exit codes"));
  const ProgramResult version = RunProgram({VSX_NODE_BINARY, "--version"});
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_THAT(version.output, HasSubstr("vsx-node 0."));
  EXPECT_EQ(RunProgram({VSX_NODE_BINARY}).exit_code, 1);
  EXPECT_EQ(RunProgram({VSX_NODE_BINARY, "--config", "/nowhere/node.toml"}).exit_code, 1);
}

TEST_F(NodeProgramTest, CheckConfigSaysOkAndLeavesNothingBehind) {
  const ProgramResult result = CheckConfig();
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_EQ(result.output, "OK: vsx://THA/node/1, 1 Parties in force\n");
  EXPECT_FALSE(std::filesystem::exists(federation_.DataFolder("THA")));
}

TEST_F(NodeProgramTest, RefusesConfigurationNamingKeyAndFix) {
  const std::string good = Config();
  struct Row {
    std::string from;
    std::string to;
    std::string says;
  };
  const Row rows[] = {
      {"[node]", "[node", "line 1"},
      {"party = \"THA\"", "party = \"tha\"", "node.party must be three capital letters"},
      {"party = \"THA\"", "", "node.party is missing: set it to the own Party"},
      {"name = \"1\"", "name = \"One\"", "node.name must be 1 to 64 of a-z"},
      {"name = \"1\"", "nam = \"1\"", "node.name is missing"},
      {"data_dir = \"data\"", "data_dir = \"data\"\ndata_dri = 1", "node.data_dri is not a key of this version"},
      {"[log]", "[lag]", "lag is not a table of this version"},
      {"data_dir = \"data\"", "data_dir = 3", "node.data_dir must be text"},
      {"records = [", "records = []\nrecord = [", "trust.records must be a list of the Party records' files"},
      {"listen = \"127.0.0.1:", "listen = \"127.0.0.1;", "agency.listen must be an address and a port"},
      {"level = \"debug\"", "level = \"loud\"", "log.level must be debug, info, warn or error"},
      {"seed_dir = ", "seed_folder = ", "index.seed_dir is missing: set it to a folder on tmpfs"},
      {"drain_seconds = 1\n", "drain_seconds = -1\n", "limits.drain_seconds must be a whole number from 0 to 300"},
      {"cover_check_mean_seconds = 0", "cover_check_mean_seconds = -1",
       "index.cover_check_mean_seconds must be a whole number from 0 to 86400"},
      {"\nchecks_per_minute = 100000", "\nchecks_per_minute = 500001",
       "limits.checks_per_minute must be a whole number from 1 to 500000"},
      {"officer_checks_per_day = 1000000", "officer_checks_per_day = 0",
       "limits.officer_checks_per_day must be a whole number from 1 to 1000000"},
      {"officer_checks_per_day = 1000000", "officer_checks_per_day = 50",
       "limits.officer_absent_checks_per_day must be a whole number from 1 to 50"},
      {"drain_seconds = 1\n", "drain_seconds = 1\nagency_share_percent = 101\n",
       "limits.agency_share_percent must be a whole number from 1 to 100"},
      {"drain_seconds = 1\n", "drain_seconds = 1\nagency_screening_days_per_month = 32\n",
       "limits.agency_screening_days_per_month must be a whole number from 0 to 31"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.to);
    Bend(row.from, row.to);
    ExpectRefused(1, row.says);
    Federation::WriteFile(federation_.ConfigFile("THA"), good);
  }
}

TEST_F(NodeProgramTest, KnowsEveryKeyOfTheExampleConfiguration) {
  // Commented-out keys show their defaults: with them too, the file is read, and only what it points to is missing.
  std::string example = Federation::ReadFile(std::string(VSX_SOURCE_DIR) + "/deploy/config/node.toml");
  example = std::regex_replace(example, std::regex("\n# ([a-z_]+ = )"), "\n$1");
  EXPECT_THAT(example, HasSubstr("\ndrain_seconds = 10"));
  Federation::WriteFile(federation_.ConfigFile("THA"), example);
  ExpectRefused(2, "node.toml: ");
}

TEST_F(NodeProgramTest, RefusesCertificateThatIsNotThisNodes) {
  const FederationParty& party = federation_.party("THA");
  Bend("name = \"1\"", "name = \"2\"");
  ExpectRefused(2, "tls.certificate: is not for vsx://THA/node/2");
  Bend("name = \"2\"", "name = \"1\"");

  const KeyAndCertificate agency = federation_.AgencyCertificate("THA", "operator", "1");
  Federation::WriteFile(InPartyFolder("node.crt"), agency.certificate_pem);
  ExpectRefused(2, "node.key is not the key of the certificate in");
  Federation::WriteFile(InPartyFolder("node.key"), agency.key_pem);
  ExpectRefused(2, "tls.certificate: is not for vsx://THA/node/1");

  const TestCa stranger("example CA of nobody");
  const KeyAndCertificate forged = stranger.IssueFor("vsx://THA/node/1");
  Federation::WriteFile(InPartyFolder("node.crt"), forged.certificate_pem);
  Federation::WriteFile(InPartyFolder("node.key"), forged.key_pem);
  ExpectRefused(2, "tls.certificate: does not verify against the CA of the own Party record");

  Federation::WriteFile(InPartyFolder("node.crt"), party.node_certificate.certificate_pem);
  Federation::WriteFile(InPartyFolder("node.key"), party.node_certificate.key_pem);
  Federation::WriteFile(InPartyFolder("ca.crt"), stranger.certificate_pem());
  ExpectRefused(2, "tls.own_ca: is not the CA of the own Party record");
}

TEST_F(NodeProgramTest, RefusesWhatOthersCouldRead) {
  chmod(InPartyFolder("node.key").c_str(), 0644);
  ExpectRefused(2, "tls.key: the private key: others may access it");
  chmod(InPartyFolder("node.key").c_str(), 0600);
  chmod(InPartyFolder("passphrase").c_str(), 0644);
  ExpectRefused(2, "keys.passphrase_file: ");
  chmod(InPartyFolder("passphrase").c_str(), 0600);
  std::filesystem::create_directory(federation_.DataFolder("THA"));
  chmod(federation_.DataFolder("THA").c_str(), 0755);
  ExpectRefused(2, "node.data_dir is open to others");
}

TEST_F(NodeProgramTest, RefusesTrustDocumentsThatDoNotVerify) {
  const std::string record = Federation::ReadFile(federation_.RecordFile("THA"));
  std::string altered = record;
  altered[altered.size() / 2] = static_cast<char>(altered[altered.size() / 2] ^ 1);
  Federation::WriteFile(federation_.RecordFile("THA"), altered);
  ExpectRefused(2, "trust: ");
  Federation::WriteFile(federation_.RecordFile("THA"), record);
  Bend("manifest_sha256 = \"" + federation_.manifest_sha256(), "manifest_sha256 = \"" + std::string(64, '0'));
  ExpectRefused(2, "trust: ");
}

TEST_F(NodeProgramTest, RefusesKeystoreThatIsNotTheRecords) {
  Federation::WriteFile(InPartyFolder("passphrase"), "another passphrase than hers");
  ExpectRefused(2, "keys.keystore: ");
  Bend("passphrase_file = \"passphrase\"", "");
  ExpectRefused(2, "keys.passphrase_file: is not set");
  Bend("keystore = \"node.keys\"", "keystore = \"node.keys\"\npassphrase_file = \"passphrase\"");

  // Fresh keys of the same Party: what they sign, nobody could verify.
  crypto::SystemRandomSource random;
  const crypto::KeyRole roles[] = {crypto::KeyRole::kAttestation, crypto::KeyRole::kOperations,
                                   crypto::KeyRole::kSealing,     crypto::KeyRole::kLookup,
                                   crypto::KeyRole::kAudit,       crypto::KeyRole::kWrapping};
  const auto fresh = crypto::Keystore::Create("THA", roles, 1, random);
  ASSERT_TRUE(fresh.ok()) << fresh.status();
  std::filesystem::remove(InPartyFolder("node.keys"));
  const crypto::SecretBytes passphrase = crypto::SecretBytes::CopyFrom("another passphrase than hers");
  ASSERT_TRUE(fresh->WriteTo(InPartyFolder("node.keys"), passphrase).ok());
  ExpectRefused(2, "keys.keystore: its attestation key does not stand in the own Party record");
}

TEST_F(NodeProgramTest, StartsServesAndEndsLeavingBothInTheAuditLog) {
  ASSERT_TRUE(federation_.Start("THA"));
  EXPECT_EQ(federation_.node("THA").agency_port(), federation_.party("THA").agency_port.number());
  struct stat info {};
  ASSERT_EQ(stat(federation_.DataFolder("THA").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0700U);
  const std::string proc = "/proc/" + std::to_string(federation_.node("THA").pid());
  EXPECT_THAT(Federation::ReadFile(proc + "/limits"), ::testing::ContainsRegex("Max core file size +0 +0"));

  // A second node on the same data would write two histories.
  NodeProcess second(federation_.ConfigFile("THA"), InPartyFolder("ports-2.json"), InPartyFolder("node-2.out"));
  EXPECT_FALSE(second.Start());
  EXPECT_THAT(Federation::ReadFile(InPartyFolder("node-2.out")), HasSubstr("node.data_dir (store)"));

  EXPECT_EQ(federation_.node("THA").Stop(), 0);
  ASSERT_TRUE(federation_.Start("THA"));
  EXPECT_THAT(AuditMethods(), ::testing::ElementsAre("START", "STOP", "START"));
  EXPECT_THAT(Federation::ReadFile(federation_.LogFile("THA")), HasSubstr("\"event\":\"serving\""));
}

TEST_F(NodeProgramTest, DeniedCertificateIsRefusedAtOnceAndASlipInTheListChangesNothing) {
  ASSERT_TRUE(federation_.Start("THA"));
  const Agency post = federation_.Dial("THA", "operator", v1::ACCESS_PURPOSE_ADMIN, "example-post");
  v1::GetNodeStatusResponse response;
  ASSERT_TRUE(post.Call(&Admin::GetNodeStatus, v1::GetNodeStatusRequest(), &response).ok());
  EXPECT_TRUE(response.accepting_writes());
  Federation::WriteFile(federation_.DenyListFile("THA"), "vsx://THA/agency/operator/example-post\n");
  const grpc::Status denied = post.Call(&Admin::GetNodeStatus, v1::GetNodeStatusRequest(), &response);
  EXPECT_EQ(denied.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(DetailOf(denied).reason(), "CERTIFICATE_DENIED");

  Federation::WriteFile(federation_.DenyListFile("THA"), "nonsense\n");
  federation_.node("THA").Signal(SIGHUP);
  EXPECT_TRUE(Eventually([&] {
    return Federation::ReadFile(federation_.LogFile("THA")).find("the deny list was not taken") != std::string::npos;
  }));
  EXPECT_FALSE(post.Call(&Admin::GetNodeStatus, v1::GetNodeStatusRequest(), &response).ok());
}

TEST_F(NodeProgramTest, EndsForARestartWhenAWriteFailsAndKeepsWhatItAcknowledged) {
  ASSERT_TRUE(federation_.Start("THA"));
  const Agency body = federation_.Dial("THA", "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  v1::RegisterCaseResponse response;
  const SamplePerson kept = SamplePerson::Number(1);
  ASSERT_TRUE(body.Call(&Cases::RegisterCase, RegistrationOf(kept, "KHM"), &response).ok());

  // From now on every write of the node to a file fails, as on a broken disk.
  const rlimit nothing_more{0, RLIM_INFINITY};
  ASSERT_EQ(prlimit(federation_.node("THA").pid(), RLIMIT_FSIZE, &nothing_more, nullptr), 0);
  const SamplePerson refused = SamplePerson::Number(2);
  const grpc::Status status = body.Call(&Cases::RegisterCase, RegistrationOf(refused, "KHM"), &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE) << status.error_message();
  EXPECT_EQ(federation_.node("THA").WaitForEnd(), 3);

  ASSERT_TRUE(federation_.Start("THA"));
  const auto found = [&](const SamplePerson& person) {
    v1::FindCasesRequest request;
    *request.mutable_person() = person.ByDocument();
    v1::FindCasesResponse cases;
    const grpc::Status answered = body.Call(&Cases::FindCases, request, &cases);
    EXPECT_TRUE(answered.ok()) << answered.error_message();
    return cases.cases_size();
  };
  EXPECT_TRUE(Eventually([&] {
    v1::ListCasesResponse cases;
    return body.Call(&Cases::ListCases, v1::ListCasesRequest(), &cases).ok();
  }));
  EXPECT_EQ(found(kept), 1);
  EXPECT_EQ(found(refused), 0);
}

TEST_F(NodeProgramTest, LogsCallsWithoutAnythingPersonal) {
  ASSERT_TRUE(federation_.Start("THA"));
  const SamplePerson person;
  const Agency body = federation_.Dial("THA", "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  v1::RegisterCaseRequest request = RegistrationOf(person, "KHM");
  v1::RegisterCaseResponse response;
  ASSERT_TRUE(body.Call(&Cases::RegisterCase, request, &response).ok());
  request.mutable_person()->mutable_names(0)->set_text(person.name + "\x01\n");
  EXPECT_FALSE(body.Call(&Cases::RegisterCase, request, &response).ok());
  EXPECT_EQ(federation_.node("THA").Stop(), 0);
  const std::string log = Federation::ReadFile(federation_.LogFile("THA"));
  EXPECT_THAT(log, HasSubstr("\"method\":\"RegisterCase\""));
  EXPECT_THAT(log, HasSubstr("\"caller\":\"vsx://THA/agency/counter-trafficking/example-post\""));
  for (const std::string& personal : {person.name, person.document_number, person.birth_date}) {
    EXPECT_THAT(log, Not(HasSubstr(personal)));
  }
  EXPECT_THAT(log, Not(HasSubstr("officer-1")));
}

}  // namespace
}  // namespace vsx::test
