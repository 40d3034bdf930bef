#include "node/main/port_file.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <system_error>

namespace vsx::main {

absl::Status WritePortFile(const std::string& path, int agency_port, int peer_port) {
  const std::string temporary = path + ".new";
  {
    std::ofstream file(temporary, std::ios::trunc);
    file << "{\"agency\":" << agency_port << ",\"peer\":" << peer_port << ",\"pid\":" << getpid() << "}\n";
    file.flush();
    if (!file) return absl::UnavailableError("--port-file cannot be written: is its folder there?");
  }
  std::error_code error;
  std::filesystem::rename(temporary, path, error);
  if (error) return absl::UnavailableError("--port-file cannot be given its name");
  return absl::OkStatus();
}

}  // namespace vsx::main
