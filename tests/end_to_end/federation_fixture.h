#ifndef VSX_TESTS_END_TO_END_FEDERATION_FIXTURE_H_
#define VSX_TESTS_END_TO_END_FEDERATION_FIXTURE_H_

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "crypto/keystore.h"
#include "crypto/signer.h"
#include "node/statement/trust_store.h"
#include "tests/end_to_end/agency.h"
#include "tests/end_to_end/eventually.h"
#include "tests/end_to_end/node_process.h"
#include "tests/support/test_certificates.h"
#include "vsx/v1/exchange.grpc.pb.h"
#include "vsx/v1/trust.pb.h"

namespace vsx::test {

// The system's time, in unix seconds.
int64_t Now();
domain::PartyCode Code(const std::string& code);

// What a test may bend before the nodes start. Times are relative to now, in seconds.
struct FederationOptions {
  std::vector<std::string> parties = {"THA", "KHM", "LAO"};
  std::vector<std::string> outside = {"VNM"};  // Member States that are not in the federation
  int64_t manifest_expires_in_s = 365 * 86400;
  int64_t records_expire_in_s = 365 * 86400;
  // So long that none ends while a test runs, but for tests of the blind check itself.
  uint32_t epoch_seconds = 86'400;
  int64_t cover_check_mean_seconds = 0;  // none, so that a test counts what it does itself
  // More lines of configuration, for every node; tables that the fixture writes itself are node, keys, agency, peer,
  // tls, trust, index and log, so this is [limits].
  std::string limits =
      "outbox_longest_delay_seconds = 1\naccess_notice_longest_delay_seconds = 1\nchecks_per_minute = "
      "100000\ncalls_per_minute = 100000\ndrain_seconds = 1\n"
      "officer_checks_per_day = 1000000\nofficer_absent_checks_per_day = 1000000\n";
  std::function<void(v1::Manifest&)> bend_manifest;
  std::function<void(v1::PartyRecord&)> bend_record;
};

// Everything that one Party has.
struct FederationParty {
  explicit FederationParty(const std::string& code) : ca("example CA of " + code) {}

  TestCa ca;
  KeyAndCertificate node_certificate;          // vsx://<code>/node/1
  std::unique_ptr<crypto::Keystore> keystore;  // the node's keys: sign as the Party with them
  std::unique_ptr<crypto::LocalSigner> root;
  ReservedPort agency_port;
  ReservedPort peer_port;
  std::unique_ptr<NodeProcess> process;
};

// Federation makes, in a temporary folder, all that real nodes of several Parties need (keys, CAs, certificates, a
// manifest signed by all, records, configurations) and runs a real vsx-node process for each. Making it takes about a
// second a Party (passphrases), starting a node another. Nothing runs until Start. Usage:
//
//   Federation federation;                    // THA, KHM, LAO; VNM stands outside
//   ASSERT_TRUE(federation.StartAll());
//   Agency desk = federation.Dial("THA", "immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
//   grpc::Status status = desk.Call(&Status::CheckStatus, request, &response);   // fills in request.context
//   auto peer = federation.DialPeer("KHM", "THA");                               // KHM's node calls THA's peer port
//   federation.node("THA").Kill();  federation.Start("THA");                     // crash, restart on the same ports
//   federation.DataFolder("THA"), federation.LogFile("THA"), federation.folder() // what lies on the disk
//
// The folder goes with the object, unless VSX_KEEP_TEST_FOLDERS is set in the environment; a failed start prints the
// node's output. Not for several threads, but Agency and stubs are.
class Federation {
 public:
  explicit Federation(FederationOptions options = {});
  ~Federation();

  bool StartAll();
  bool Start(const std::string& code);

  FederationParty& party(const std::string& code) { return *parties_.at(code); }
  NodeProcess& node(const std::string& code) { return *party(code).process; }

  // A connection of an agency `vsx://<code>/agency/<kind>/<name>` to its own node; `kind` as in certificates.
  Agency Dial(const std::string& code, const std::string& kind, v1::AccessPurpose purpose,
              const std::string& name = "example-post");
  // A channel to a port of a node, showing any certificate (none if empty): for callers who should be refused.
  std::shared_ptr<grpc::Channel> DialAgencyPort(const std::string& code, const KeyAndCertificate& identity);
  std::shared_ptr<grpc::Channel> DialPeerPort(const std::string& code, const KeyAndCertificate& identity);
  // The peer port of `to`, called by the node of `from`.
  std::unique_ptr<v1::ExchangeService::Stub> DialPeer(const std::string& from, const std::string& to);
  // A certificate of the own Party's CA for an agency.
  KeyAndCertificate AgencyCertificate(const std::string& code, const std::string& kind, const std::string& name);

  const std::string& folder() const { return folder_; }
  std::string PartyFolder(const std::string& code) const { return folder_ + "/" + code; }
  std::string ConfigFile(const std::string& code) const { return PartyFolder(code) + "/node.toml"; }
  std::string DataFolder(const std::string& code) const { return PartyFolder(code) + "/data"; }
  std::string LogFile(const std::string& code) const { return PartyFolder(code) + "/node.log"; }
  std::string SeedFolder(const std::string& code) const { return seed_folder_ + "/" + code; }
  std::string DenyListFile(const std::string& code) const { return PartyFolder(code) + "/denied"; }
  std::string ManifestFile() const { return folder_ + "/manifest"; }
  std::string RecordFile(const std::string& code) const { return folder_ + "/" + code + ".record"; }
  const std::string& manifest_sha256() const { return manifest_sha256_; }  // hex

  // The trust documents as the node of `code` reads them, to seal, sign and verify in a test.
  statement::TrustStore Trust(const std::string& code) const;

  // Writes a file of mode 0600 whole, by renaming, as certificates and deny lists are to be replaced.
  static void WriteFile(const std::string& path, const std::string& text);
  static std::string ReadFile(const std::string& path);

 private:
  void MakeParty(const std::string& code);
  v1::PartyRecord RecordOf(const std::string& code) const;
  void WriteTrustDocuments();
  void WriteConfig(const std::string& code);

  const FederationOptions options_;
  std::string folder_;
  std::string seed_folder_;
  std::map<std::string, std::unique_ptr<FederationParty>> parties_;
  std::string manifest_sha256_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_END_TO_END_FEDERATION_FIXTURE_H_
