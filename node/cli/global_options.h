#ifndef VSX_NODE_CLI_GLOBAL_OPTIONS_H_
#define VSX_NODE_CLI_GLOBAL_OPTIONS_H_

#include <string>

#include "absl/status/status.h"

namespace vsx::cli {

inline constexpr int kLongestTimeoutSeconds = 3600;

// What every command takes: how to reach the own node, who asks, and how to print. An option that was given wins over
// the client profile, which fills in the rest.
struct GlobalOptions {
  std::string node;  // host:port of the agency port
  std::string cert;  // own certificate, PEM file
  std::string key;   // its private key, PEM file
  std::string ca;    // certificates of the own State's CA, PEM file
  std::string officer;
  std::string call;         // whom to call where there is no answer: a desk and its number; of the profile alone
  std::string config;       // client profile; empty for the environment's VSX_CONFIG
  int timeout_seconds = 0;  // 0: not given
  bool json = false;
};

// Fills what `options` leaves empty from the client profile: TOML with the keys node, cert, key, ca, officer,
// call, timeout_seconds, every one optional; paths are relative to the profile's folder. No profile named is no error.
// Errors: WrongInput, naming the file and the key.
absl::Status ApplyProfile(GlobalOptions& options);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_GLOBAL_OPTIONS_H_
