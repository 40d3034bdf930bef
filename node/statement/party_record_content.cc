#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "node/domain/code.h"
#include "node/domain/index_capacity.h"
#include "node/statement/enums.h"
#include "node/statement/trust_content.h"
#include "node/statement/trust_fields.h"
#include "node/statement/wire.h"
#include "vsx/v1/trust.pb.h"

namespace vsx::statement {
namespace {

constexpr int kMaxEndpoints = 8;
constexpr size_t kMaxPem = size_t{64} * 1024;
// A desk stands in every answer about a match: what it may hold bounds the answer.
constexpr int kMaxDeskLanguages = 8;
constexpr size_t kMaxLanguage = 35;  // the longest tag that RFC 5646 §4.4.1 asks everybody to take

// Whether officers can be shown `text` (sound UTF-8) as it is: no C0 or C1 control, no line or paragraph separator, no
// control of writing direction, by which a name or number could show as another.
bool IsPlainText(std::string_view text) {
  const auto byte = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  for (size_t i = 0; i < text.size(); ++i) {
    if (byte(i) < 0x20 || byte(i) == 0x7f) return false;
    if (byte(i) == 0xc2 && byte(i + 1) >= 0x80 && byte(i + 1) <= 0x9f) return false;  // U+0080 – U+009F
    if (byte(i) != 0xe2) continue;
    const unsigned last = byte(i + 2);
    if (byte(i + 1) == 0x80 && last >= 0xa8 && last <= 0xae) return false;  // U+2028 – U+202E
    if (byte(i + 1) == 0x81 && last >= 0xa6 && last <= 0xa9) return false;  // U+2066 – U+2069
  }
  return true;
}

bool IsShortText(std::string_view text) { return text.size() <= kMaxTrustText && IsPlainText(text); }

bool IsEndpoint(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0 || text.size() > kMaxTrustText) return false;
  const std::string_view port = text.substr(colon + 1);
  uint32_t number = 0;
  if (port.empty() || port.size() > 5 || !absl::SimpleAtoi(Absl(port), &number) || number < 1 || number > 65535) {
    return false;
  }
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == ':' || c == '[' || c == ']';
  });
}

absl::Status ParseKey(const v1::PartyKey& message, std::string_view at, std::set<std::string>& keys_seen,
                      PartyRecord& record, const Faults& faults) {
  const std::optional<crypto::KeyRole> role = FromProto(message.role());
  if (!role.has_value()) return absl::OkStatus();  // §2: an unknown role has no authority
  if (message.valid_from() < 0 || message.valid_until() <= message.valid_from() || message.distrust_from() < 0) {
    return faults.At(at, "a key must be valid until a time after it becomes valid");
  }
  KeyLife life{{message.valid_from()}, {message.valid_until()}, std::nullopt};
  if (message.distrust_from() != 0) life.distrust_from = domain::UnixTime{message.distrust_from()};
  if (!keys_seen.insert(message.public_key()).second) {
    return faults.At(at, "a key stands twice; make a key of its own for each role");
  }
  if (*role == crypto::KeyRole::kSealing) {
    absl::StatusOr<crypto::SealingPublicKey> key = crypto::SealingPublicKey::FromBytes(message.public_key());
    if (!key.ok()) return faults.At(at, "a sealing key is not an X25519 public key of 32 bytes");
    record.sealing_keys.push_back({*std::move(key), life});
    return absl::OkStatus();
  }
  absl::StatusOr<crypto::VerifyKey> key = crypto::VerifyKey::FromBytes(message.public_key());
  if (!key.ok()) return faults.At(at, "a key is not an Ed25519 public key of 32 bytes");
  record.keys[*role].push_back({*std::move(key), life});
  return absl::OkStatus();
}

absl::StatusOr<ContactDesk> ParseDesk(const v1::ContactDesk& message, std::string_view at, const Faults& faults) {
  if (!domain::Code::Create(message.desk_id()).ok()) {
    return faults.At(at, "a desk id has 1 to 64 letters, digits, hyphens, full stops or underlines");
  }
  if (!IsShortText(message.name()) || !IsShortText(message.telephone())) {
    return faults.At(at, "a desk's name and telephone have at most 256 bytes each and no control characters");
  }
  const bool languages_fit =
      message.languages_size() <= kMaxDeskLanguages &&
      std::all_of(message.languages().begin(), message.languages().end(),
                  [](const std::string& tag) { return tag.size() <= kMaxLanguage && IsPlainText(tag); });
  if (!languages_fit) {
    return faults.At(at, "a desk lists at most 8 languages, each of at most 35 bytes and without control characters");
  }
  return ContactDesk{
      message.desk_id(), message.name(), message.telephone(), {message.languages().begin(), message.languages().end()}};
}

absl::Status ParseDirectory(const v1::PartyRecord& message, PartyRecord& record, const Faults& faults) {
  if (message.directory_size() > kMaxListed || message.authorities_size() > kMaxListed) {
    return faults.At("directory", "at most 64 desks and 64 authorities can be listed");
  }
  for (int i = 0; i < message.directory_size(); ++i) {
    const std::string at = domain::Indexed("directory", i);
    absl::StatusOr<ContactDesk> desk = ParseDesk(message.directory(i), at, faults);
    if (!desk.ok()) return desk.status();
    for (const ContactDesk& other : record.directory) {
      if (other.desk_id == desk->desk_id) return faults.At(at, "two desks have one id; give each its own");
    }
    record.directory.push_back(*std::move(desk));
  }
  for (int i = 0; i < message.authorities_size(); ++i) {
    if (!IsShortText(message.authorities(i).name())) {
      return faults.At(domain::Indexed("authorities", i),
                       "an authority's name has at most 256 bytes and no control characters");
    }
    record.authorities.push_back({message.authorities(i).name(), FromProto(message.authorities(i).kind())});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<PartyRecord> ParsePartyRecord(std::string_view payload) {
  constexpr std::string_view kReason = "PARTY_RECORD_MALFORMED";
  v1::PartyRecord message;
  if (!Parse(payload, message)) {
    return Faults(kReason, "Party record").At("", "its payload cannot be read; fetch the file again");
  }
  absl::StatusOr<domain::PartyCode> code = domain::PartyCode::Create(message.party());
  if (!code.ok()) return Faults(kReason, "Party record").At("party", "write the code as three upper-case letters");
  const Faults faults(kReason, absl::StrCat("Party record of ", code->value()));
  if (absl::Status status = CheckFrame(message, faults); !status.ok()) return status;
  if (message.endpoints_size() > kMaxEndpoints) return faults.At("endpoints", "at most 8 endpoints can be listed");
  for (int i = 0; i < message.endpoints_size(); ++i) {
    if (!IsEndpoint(message.endpoints(i)))
      return faults.At(domain::Indexed("endpoints", i), "write an endpoint as host:port");
  }
  if (message.tls_ca_pem().size() > kMaxPem ||
      message.tls_ca_pem().find("-----BEGIN CERTIFICATE-----") == std::string::npos) {
    return faults.At("tls_ca_pem", "it must hold the CA's certificate as PEM, at most 64 KiB");
  }
  if (message.index_capacity_step() > domain::kLargestCapacityStep) {
    return faults.At("index_capacity_step", "the capacity step of its indexes is 0 to 3");
  }
  if (message.keys_size() > kMaxListed) return faults.At("keys", "at most 64 keys can be listed");

  PartyRecord record{*std::move(code),
                     message.version(),
                     {message.issued_at()},
                     {message.expires_at()},
                     {message.endpoints().begin(), message.endpoints().end()},
                     message.tls_ca_pem(),
                     {},
                     {},
                     {},
                     {},
                     message.index_capacity_step()};
  std::set<std::string> keys_seen;
  for (int i = 0; i < message.keys_size(); ++i) {
    absl::Status status = ParseKey(message.keys(i), domain::Indexed("keys", i), keys_seen, record, faults);
    if (!status.ok()) return status;
  }
  if (absl::Status status = ParseDirectory(message, record, faults); !status.ok()) return status;
  return record;
}

}  // namespace vsx::statement
