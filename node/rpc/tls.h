#ifndef VSX_NODE_RPC_TLS_H_
#define VSX_NODE_RPC_TLS_H_

#include <grpcpp/security/server_credentials.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace vsx::rpc {

// PEM files of one port.
struct TlsFiles {
  std::string key_path;
  std::string certificate_path;  // the node's own certificate
  std::string roots_path;        // agency port: the own CA; peer port: the CAs of all Parties
};

// Makes gRPC refuse TLS 1.2 in this process, as server and as client. gRPC has no setter for the lowest version; it
// takes the TLS 1.2 cipher suites from the environment once, at its first use, so main calls this before anything else.
// The only suite left needs a pre-shared key, which gRPC never has, whatever the kind of certificate; TLS 1.3 suites
// are not touched. A value set from outside is overwritten.
void ForceTls13();

// Says what is wrong with the files, by name: missing, unreadable, key and certificate that do not belong together.
// FAILED_PRECONDITION or NOT_FOUND.
absl::Status CheckTlsFiles(const TlsFiles& files);

// Server credentials that ask for a client certificate and verify it against the roots. Each port needs its own. The
// files are read again every `refresh_s` seconds (at least 1), for new connections; replace them by renaming. Errors:
// those of CheckTlsFiles.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(const TlsFiles& files,
                                                                               unsigned int refresh_s);

// Writes the CA certificates of all Parties into one file for the peer port, atomically. UNAVAILABLE on a disk error.
absl::Status WriteRootsBundle(const std::string& path, const std::vector<std::string>& ca_pems);

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_TLS_H_
