#include "tests/architecture/dependency_table.h"

#include <algorithm>

namespace vsx::architecture {

const std::vector<Part>& HouseParts() {
  static const auto* parts = new std::vector<Part>{
      {"crypto", "crypto", {}},
      {"domain", "node/domain", {}},
      {"proto", "proto", {}},
      {"store", "store", {"domain", "crypto"}},
      {"statement", "node/statement", {"domain", "crypto", "proto"}},
      {"service", "node/service", {"domain", "store", "crypto", "statement"}},
      // Enums of the wire have one place where they become the domain's: statement/enums.
      {"api", "node/api", {"service", "statement", "domain", "proto"}},
      // The transports name their callers and their errors with domain's plain types.
      {"rpc", "node/rpc", {"api", "domain", "proto"}},
      {"web", "node/web", {"api", "domain", "proto"}},
      {"peer", "node/peer", {"service", "domain", "statement", "proto"}},
      {"cli", "node/cli", {"statement", "domain", "proto", "crypto"}},
      {"main",
       "node/main",
       {"crypto", "domain", "proto", "store", "statement", "service", "api", "rpc", "web", "peer", "cli"}},
  };
  return *parts;
}

const std::vector<Library>& FencedLibraries() {
  static const auto* libraries = new std::vector<Library>{
      {"libsodium", {"sodium.h", "sodium/"}, {"PkgConfig::SODIUM"}, {"crypto"}},
      {"libdecaf", {"decaf.h", "decaf/"}, {"decaf"}, {"crypto"}},
      {"RocksDB", {"rocksdb/"}, {"RocksDB::"}, {"store"}},
      {"ICU", {"unicode/"}, {"ICU::"}, {"domain"}},
      {"gRPC",
       {"grpc/", "grpcpp/", "grpc++/"},
       {"gRPC::", "vsx::proto_grpc"},
       {"rpc", "web", "peer", "cli", "main", "proto"}},
      {"Protobuf",
       {"google/protobuf/", "vsx/v1/"},
       {"protobuf::"},
       {"proto", "statement", "api", "rpc", "web", "peer", "cli", "main"}},
      {"the HTTP library", {"httplib.h"}, {"PkgConfig::HTTPLIB", "httplib::"}, {"web"}},
      {"the command line library", {"CLI/"}, {"CLI11::"}, {"cli", "main"}},
      {"the TOML library", {"toml++/"}, {"tomlplusplus::"}, {"cli", "main"}},
  };
  return *libraries;
}

const Part* PartOfPath(std::string_view path) {
  for (const Part& part : HouseParts()) {
    if (path.size() > part.folder.size() && path.starts_with(part.folder) && path[part.folder.size()] == '/') {
      return &part;
    }
  }
  return nullptr;
}

const Part* PartNamed(std::string_view name) {
  const auto it = std::ranges::find(HouseParts(), name, &Part::name);
  return it == HouseParts().end() ? nullptr : &*it;
}

bool MayUse(const Part& part, std::string_view other) {
  return part.name == other || std::ranges::count(part.may_use, other) > 0;
}

}  // namespace vsx::architecture
