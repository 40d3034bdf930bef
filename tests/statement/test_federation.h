#ifndef VSX_TESTS_STATEMENT_TEST_FEDERATION_H_
#define VSX_TESTS_STATEMENT_TEST_FEDERATION_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/sealing_key.h"
#include "crypto/signer.h"
#include "node/domain/attestation.h"
#include "node/domain/consent_policy.h"
#include "node/statement/attestation_copy.h"
#include "node/statement/trust_store.h"
#include "vsx/v1/trust.pb.h"

namespace vsx::statement {

// Seconds at which everything of the test federation is in force.
inline constexpr domain::UnixTime kNow{1'900'000'000};

domain::PartyCode Party(std::string_view code);
template <typename IdType>
IdType IdOf(char fill) {
  return IdType::FromBytes(std::string(16, fill)).value();
}
domain::CivilDate Day(std::string_view text);
domain::Code CodeFrom(std::string_view text);

std::unique_ptr<crypto::LocalSigner> SignerFrom(std::string_view seed);

// The keys of one Party, always the same for the same code. Two root keys, of which one suffices.
struct TestParty {
  explicit TestParty(std::string_view code);

  std::vector<std::unique_ptr<crypto::LocalSigner>> roots;
  std::unique_ptr<crypto::LocalSigner> attestation;
  std::unique_ptr<crypto::LocalSigner> operations;
  std::unique_ptr<crypto::LocalSigner> log;
  crypto::SealingKeyPair sealing;
};

// Three Parties, QQA, QQB and QQC (codes that no State has), with their trust documents as messages that a test may
// bend before it signs and loads them.
class TestFederation {
 public:
  TestFederation();

  const TestParty& party(std::string_view code) const { return parties_.at(std::string(code)); }

  // The manifest signed by these keys.
  std::string SignedManifest(const std::vector<const crypto::Signer*>& roots) const;
  std::string SignedManifest() const;  // by the first root key of QQA and of QQB
  std::string ManifestPin() const;     // hex
  std::string SignedRecord(std::string_view code) const;
  std::vector<std::string> SignedRecords() const;

  absl::StatusOr<TrustStore> Load(std::string_view own = "QQA") const;
  TrustStore Trust(std::string_view own = "QQA") const { return Load(own).value(); }

  v1::Manifest manifest;
  std::map<std::string, v1::PartyRecord> records;

 private:
  std::map<std::string, TestParty> parties_;
};

// A case as QQA keeps it: an example person, an adult, whose sending Party is QQB.
domain::CaseFacts ExampleFacts();
// What consent permits QQB for the purpose, everything being allowed.
domain::PermittedCopy Permitted(const domain::CaseFacts& facts, domain::Purpose purpose);
// The copy that QQA signs of it, with randomness from `seed`.
absl::StatusOr<SignedCopy> SignExampleCopy(const TestFederation& federation, const domain::PermittedCopy& permitted,
                                           std::string_view seed = "copy", char id_fill = 'c');

}  // namespace vsx::statement

#endif  // VSX_TESTS_STATEMENT_TEST_FEDERATION_H_
