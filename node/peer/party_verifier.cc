#include "node/peer/party_verifier.h"

#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace vsx::peer {
namespace {

using grpc::experimental::ExternalCertificateVerifier;
using grpc::experimental::TlsCustomVerificationCheckRequest;

class PartyVerifier final : public ExternalCertificateVerifier {
 public:
  PartyVerifier(domain::PartyCode dialled, std::string ca_pem, WallClock clock, Denied denied)
      : dialled_(std::move(dialled)),
        ca_pem_(std::move(ca_pem)),
        clock_(std::move(clock)),
        denied_(std::move(denied)) {}

  bool Verify(TlsCustomVerificationCheckRequest* request, std::function<void(grpc::Status)> /*callback*/,
              grpc::Status* sync_status) override {
    const grpc::string_ref leaf = request->peer_cert();
    const absl::Status checked = Check({leaf.data(), leaf.size()});
    *sync_status = checked.ok() ? grpc::Status::OK
                                : grpc::Status(grpc::StatusCode::UNAUTHENTICATED, std::string(checked.message()));
    return true;  // done already
  }

  void Cancel(TlsCustomVerificationCheckRequest* /*request*/) override {}

 private:
  absl::Status Check(std::string_view leaf_pem) const {
    const auto find_ca = [this](const domain::PartyCode& party) -> absl::StatusOr<std::string> {
      if (party != dialled_) return absl::NotFoundError("another Party than the one dialled");
      return ca_pem_;
    };
    const absl::StatusOr<domain::PartyCertificate> server = domain::VerifyPartyCertificate(leaf_pem, find_ca, clock_());
    if (!server.ok()) return server.status();
    if (!server->uri.is_node()) return absl::UnauthenticatedError("the server is not a node");
    if (denied_ && denied_(*server)) return absl::UnauthenticatedError("the server is on the deny list");
    return absl::OkStatus();
  }

  const domain::PartyCode dialled_;
  const std::string ca_pem_;
  const WallClock clock_;
  const Denied denied_;
};

}  // namespace

std::shared_ptr<grpc::experimental::CertificateVerifier> MakePartyVerifier(domain::PartyCode dialled,
                                                                           std::string ca_pem, WallClock clock,
                                                                           Denied denied) {
  return ExternalCertificateVerifier::Create<PartyVerifier>(std::move(dialled), std::move(ca_pem), std::move(clock),
                                                            std::move(denied));
}

}  // namespace vsx::peer
