#ifndef VSX_TESTS_RPC_PORT_FIXTURE_H_
#define VSX_TESTS_RPC_PORT_FIXTURE_H_

#include <grpcpp/channel.h>
#include <grpcpp/support/status.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "node/rpc/call_gate.h"
#include "node/rpc/peer_identity.h"
#include "node/rpc/server.h"
#include "node/rpc/status_service.h"
#include "node/rpc/tls.h"
#include "tests/rpc/fake_handlers.h"
#include "tests/support/test_certificates.h"
#include "vsx/v1/error.pb.h"

namespace vsx::test {

inline constexpr char kCheck[] = "/vsx.v1.StatusService/CheckStatus";
inline constexpr char kDeliver[] = "/vsx.v1.ExchangeService/Deliver";
inline constexpr char kHealth[] = "/grpc.health.v1.Health/Check";

domain::PartyCode Party(const std::string& code);

// CAs by Party; fixed before servers start, but for `Set`.
class InMemoryCaDirectory final : public rpc::CaDirectory {
 public:
  void Set(const std::string& party, std::string pem) { pems_.insert_or_assign(party, std::move(pem)); }
  absl::StatusOr<std::string> CaPem(const domain::PartyCode& party) const override {
    const auto found = pems_.find(party.value());
    if (found == pems_.end()) return absl::NotFoundError("no such Party");
    return found->second;
  }

 private:
  std::map<std::string, std::string> pems_;
};

// A folder of its own, gone with it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  // Writes by renaming, as certificates are to be replaced.
  std::string Write(const std::string& name, const std::string& text) const;
  std::string path(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// The reason and field of an error that reached a client.
v1::ErrorDetail DetailOf(const grpc::Status& status);

// A channel to `port` on this machine. Trusts `roots_pem`; shows `identity` unless its certificate is empty.
std::shared_ptr<grpc::Channel> Dial(int port, const std::string& roots_pem, const KeyAndCertificate& identity);

// One unary call of serialised messages; the response goes to `response`.
grpc::Status CallRaw(grpc::Channel& channel, const std::string& method, const std::string& request,
                     std::string* response);

// Waits until `condition` holds, asking again and again for up to 15 s.
bool Eventually(const std::function<bool()>& condition);

// The node of a fictitious Party XAA with an agency port and a peer port on fake handlers; XBB is another Party. Both
// CAs are trusted in the handshake of the peer port.
class PortFixture : public ::testing::Test {
 protected:
  PortFixture();
  ~PortFixture() override;

  // Starts what was not started. `limits` apply to both ports.
  void StartAgencyPort(rpc::ServerLimits limits = {}, rpc::RateLimit rate = {6000, 1000});
  void StartPeerPort(rpc::ServerLimits limits = rpc::PeerPortLimits());

  std::shared_ptr<grpc::Channel> DialAgencyPort(const KeyAndCertificate& identity) {
    return Dial(agency_server_->port(), ca_a_.certificate_pem(), identity);
  }
  std::shared_ptr<grpc::Channel> DialPeerPort(const KeyAndCertificate& identity) {
    return Dial(peer_server_->port(), ca_a_.certificate_pem(), identity);
  }

  TemporaryFolder folder_;
  TestCa ca_a_{"example CA of XAA"};
  TestCa ca_b_{"example CA of XBB"};
  KeyAndCertificate node_a_ = ca_a_.IssueFor("vsx://XAA/node/1");
  KeyAndCertificate node_b_ = ca_b_.IssueFor("vsx://XBB/node/1");
  KeyAndCertificate agency_a_ = ca_a_.IssueFor("vsx://XAA/agency/immigration/example-airport");
  InMemoryCaDirectory directory_;
  std::string deny_path_ = folder_.Write("denied", "");
  std::unique_ptr<rpc::DenyList> deny_list_ = *rpc::DenyList::Load(deny_path_);
  std::unique_ptr<rpc::PeerIdentity> identity_;
  rpc::TlsFiles agency_files_;
  rpc::TlsFiles peer_files_;

  CallBook book_;
  FakeCaseHandlers case_handlers_{book_};
  FakeStatusHandlers status_handlers_{book_};
  FakeScreeningHandlers screening_handlers_{book_};
  FakeMonitoringHandlers monitoring_handlers_{book_};
  FakeAdminHandlers admin_handlers_{book_};
  FakeExchangeHandlers exchange_handlers_{book_};
  std::mutex observed_mutex_;
  std::vector<std::string> observed_;  // "method uri CODE"; guarded by observed_mutex_
  std::vector<std::string> observed() {
    const std::lock_guard<std::mutex> lock(observed_mutex_);
    return observed_;
  }

  std::unique_ptr<rpc::CallGate> agency_gate_;
  std::unique_ptr<rpc::CallGate> peer_gate_;
  std::unique_ptr<rpc::RateLimiter> agency_limiter_;
  std::unique_ptr<rpc::RateLimiter> peer_limiter_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  rpc::StatusService* status_service_ = nullptr;  // of services_
  std::unique_ptr<rpc::RpcServer> agency_server_;
  std::unique_ptr<rpc::RpcServer> peer_server_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_RPC_PORT_FIXTURE_H_
