#include "node/service/match_index.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "crypto/index_entry.h"
#include "crypto/index_record.h"
#include "node/statement/attestation_copy.h"
#include "node/statement/index_record.h"

namespace vsx::service {
namespace {

constexpr uint8_t kTriesOfAHandle = 16;

// The copy that an entry leads to, if all of it verifies and its slot opens with the handle.
std::optional<statement::VerifiedCopy> CopyBehind(const statement::TrustStore& trust, const ShelvedIndex& index,
                                                  const std::string& context, const domain::Handle& handle,
                                                  const crypto::IndexEntryContent& entry, domain::UnixTime now) {
  const std::optional<std::string_view> record = index.file->FindRecord(entry.record_id);
  if (!record.has_value()) return std::nullopt;
  const absl::StatusOr<std::string> message = crypto::OpenIndexRecord(entry.record_key, context, *record);
  if (!message.ok()) return std::nullopt;
  const absl::StatusOr<statement::IndexRecord> content = statement::DecodeIndexRecord(*message);
  if (!content.ok()) return std::nullopt;
  const domain::IndexName& name = index.header.name;
  absl::StatusOr<statement::VerifiedCopy> copy =
      statement::VerifyAttestationCopy(trust, content->copy_envelope, name.issuer, name.recipient, now);
  if (!copy.ok() || copy->content.purpose != name.cls) return std::nullopt;
  const absl::Status opens = statement::VerifyOpening(
      copy->content,
      {entry.slot, static_cast<uint8_t>(handle.cls()), entry.mark, entry.handle_salt, std::string(handle.canonical())});
  if (!opens.ok()) return std::nullopt;
  return *std::move(copy);
}

domain::MatchEvidence EvidenceOf(const statement::TrustStore& trust, const statement::VerifiedCopy& copy,
                                 const domain::CivilDate& today) {
  const statement::CopyContent& content = copy.content;
  return {.issuer = content.issuer,
          .source = domain::MatchSource::kBlindIndex,
          .attestation_id = std::string(content.copy_id.bytes()),
          .handles = {},
          .status = content.status,
          .age_class = content.AgeClassOn(today),
          .capacity = content.capacity,
          .date_identified = content.date_identified,
          .review_by = content.review_by,
          .contact_desk_id = content.contact_desk_id,
          .standing = domain::MatchStanding::kStands,
          .log_proof = domain::LogProof::kNotLogged,
          .signing_key_distrusted = copy.statement.key_distrusted,
          .issuer_active = trust.IsActive(content.issuer),
          .access_notice_wanted = content.access_notice_wanted};
}

}  // namespace

IndexMatches MatchIndex(const statement::TrustStore& trust, const ShelvedIndex& index,
                        const std::vector<domain::Handle>& handles, absl::Span<const crypto::PrfOutput> outputs,
                        domain::UnixTime now) {
  const std::string context = domain::IndexContext(index.header.name);
  const domain::CivilDate today = domain::CivilDate::FromTime(now);
  IndexMatches found;
  for (size_t i = 0; i < handles.size(); ++i) {
    const crypto::IndexEntryKeys keys(outputs[i]);
    for (uint8_t j = 0; j < kTriesOfAHandle; ++j) {
      const std::optional<std::string_view> row = index.file->FindEntry(keys.Tag(j));
      if (!row.has_value()) break;
      const absl::StatusOr<crypto::IndexEntryContent> entry = crypto::OpenIndexEntry(keys, j, context, *row);
      std::optional<statement::VerifiedCopy> copy;
      if (entry.ok()) copy = CopyBehind(trust, index, context, handles[i], *entry, now);
      if (!copy.has_value()) {
        ++found.failures;
        continue;
      }
      const std::string_view id = copy->content.copy_id.bytes();
      auto match = std::find_if(found.matches.begin(), found.matches.end(),
                                [id](const domain::MatchEvidence& one) { return one.attestation_id == id; });
      if (match == found.matches.end()) match = found.matches.insert(match, EvidenceOf(trust, *copy, today));
      match->handles.push_back(
          {handles[i].cls(), entry->mark == 0 ? domain::HandleMark::kExact : domain::HandleMark::kPossible});
    }
  }
  return found;
}

}  // namespace vsx::service
