#include <openssl/ssl.h>

#include "tests/end_to_end/hostile_case.h"

// Connections and certificates that are wrong.
namespace vsx::test {
namespace {

// A sound notification, sent over a connection that shows `identity` at the peer port.
HostileCase PeerPortWith(const std::function<KeyAndCertificate(HostileStage&)>& identity) {
  return {[identity](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const v1::DeliverRequest request = stage.peer().Notification(stage.peer().Draft(person));
    const auto channel = stage.federation().DialPeerPort(HostileStage::kTarget, identity(stage));
    return Attempt{person, [channel, request] { return std::vector{DeliverOver(channel, request).status}; }};
  }};
}

std::shared_ptr<grpc::Channel> AgencyPort(HostileStage& stage, const KeyAndCertificate& identity) {
  return stage.federation().DialAgencyPort(HostileStage::kTarget, identity);
}

grpc::Status CheckOver(const std::shared_ptr<grpc::Channel>& channel, const SamplePerson& person) {
  const Agency agency(channel, "officer-1", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
  v1::CheckStatusResponse response;
  return agency.Call(&Status::CheckStatus, CheckBeforeRemoval(person.ByDocument()), &response);
}

// A certificate for KHM's node that its own CA issued, bent.
KeyAndCertificate PeerLeaf(HostileStage& stage, int64_t not_after_s) {
  LeafSpec leaf;
  leaf.uris = {std::string("vsx://") + HostileStage::kPeer + "/node/1"};
  leaf.dns_names = {"localhost"};
  leaf.not_after_s = not_after_s;
  return stage.federation().party(HostileStage::kPeer).ca.Issue(leaf);
}

}  // namespace

void AddWrongConnections(HostileTable& cases) {
  cases["ca-claims-other-party"] = PeerPortWith([](HostileStage& stage) {
    return stage.federation()
        .party(HostileStage::kThird)
        .ca.IssueFor(std::string("vsx://") + HostileStage::kPeer + "/node/1");
  });
  cases["agency-cert-on-peer-port"] = PeerPortWith([](HostileStage& stage) {
    return stage.federation().AgencyCertificate(HostileStage::kPeer, "counter-trafficking", "hostile-post");
  });
  cases["node-cert-on-agency-port"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const auto channel = AgencyPort(stage, stage.federation().party(HostileStage::kTarget).node_certificate);
    return Attempt{person, [channel, person] { return std::vector{CheckOver(channel, person)}; }};
  }};
  cases["no-client-cert"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const v1::DeliverRequest request = stage.peer().Notification(stage.peer().Draft(person));
    const auto peer_port = stage.federation().DialPeerPort(HostileStage::kTarget, {});
    const auto agency_port = AgencyPort(stage, {});
    return Attempt{person, [=] {
                     return std::vector{DeliverOver(peer_port, request).status, CheckOver(agency_port, person)};
                   }};
  }};
  // gRPC's own client cannot be made to offer less; UNAVAILABLE is what it makes of a handshake that fails.
  cases["tls12"] = {[](HostileStage& stage) {
    const auto try_tls = [&stage](int version) {
      FederationParty& target = stage.federation().party(HostileStage::kTarget);
      const KeyAndCertificate agency =
          stage.federation().AgencyCertificate(HostileStage::kTarget, "immigration", "hostile-post");
      return std::vector<bool>{ShakesHands(target.peer_port.number(), version,
                                           stage.federation().party(HostileStage::kPeer).node_certificate),
                               ShakesHands(target.agency_port.number(), version, agency)};
    };
    EXPECT_EQ(try_tls(TLS1_3_VERSION), std::vector<bool>({true, true}));
    return Calls(stage, [try_tls] {
      std::vector<grpc::Status> statuses;
      for (const bool through : try_tls(TLS1_2_VERSION)) {
        statuses.push_back(through ? grpc::Status::OK : grpc::Status(grpc::StatusCode::UNAVAILABLE, "handshake"));
      }
      return statuses;
    });
  }};
  cases["expired-certificate"] = PeerPortWith([](HostileStage& stage) { return PeerLeaf(stage, -60); });
  cases["self-signed"] = PeerPortWith([](HostileStage&) {
    LeafSpec leaf;
    leaf.uris = {std::string("vsx://") + HostileStage::kPeer + "/node/1"};
    leaf.dns_names = {"localhost"};
    return SelfSigned(leaf);
  });
}

}  // namespace vsx::test
