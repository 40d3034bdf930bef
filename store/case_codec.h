#ifndef VSX_STORE_CASE_CODEC_H_
#define VSX_STORE_CASE_CODEC_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "node/domain/case_record.h"

// The plaintext layouts of what is kept of a case, before sealing: u8 layout version, then the fields in the order of
// the struct (README.md). One value has one encoding. Decoders answer DATA_LOSS to anything else and believe no byte.
namespace vsx::store {

std::string EncodeCaseRecord(const domain::CaseRecord& record);
absl::StatusOr<domain::CaseRecord> DecodeCaseRecord(std::string_view bytes);

// Encodes the consent record alone: what a link of the consent chain hashes.
std::string EncodeConsentRecord(const domain::ConsentRecord& record);

std::string EncodeConsentEntry(const domain::ConsentEntry& entry);
absl::StatusOr<domain::ConsentEntry> DecodeConsentEntry(std::string_view bytes);

std::string EncodeSignedCopy(const domain::SignedCopy& copy);
absl::StatusOr<domain::SignedCopy> DecodeSignedCopy(std::string_view bytes);

}  // namespace vsx::store

#endif  // VSX_STORE_CASE_CODEC_H_
