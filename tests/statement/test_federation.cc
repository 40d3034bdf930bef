#include "tests/statement/test_federation.h"

#include <array>

#include "crypto/encoding.h"
#include "crypto/envelope.h"
#include "crypto/hash.h"
#include "node/domain/handle.h"
#include "node/domain/reference_code.h"
#include "node/statement/envelope_codec.h"
#include "node/statement/statement_type.h"
#include "node/statement/wire.h"
#include "tests/statement/seeded_random_source.h"

namespace vsx::statement {
namespace {

constexpr int64_t kIssuedAt = kNow.seconds - 1'000'000;
constexpr int64_t kExpiresAt = kNow.seconds + 1'000'000;

std::string SignAll(StatementType type, const std::string& payload, const std::vector<const crypto::Signer*>& signers) {
  crypto::Envelope envelope{std::string(PayloadType(type)), payload, {}};
  for (const crypto::Signer* signer : signers) (void)crypto::AddSignature(envelope, *signer);
  return EncodeEnvelope(envelope);
}

void AddKey(v1::PartyRecord& record, v1::KeyRole role, const std::string& public_key) {
  v1::PartyKey* key = record.add_keys();
  key->set_role(role);
  key->set_public_key(public_key);
  key->set_valid_from(kIssuedAt);
  key->set_valid_until(kExpiresAt);
}

v1::PartyRecord RecordOf(std::string_view code, const TestParty& party) {
  v1::PartyRecord record;
  record.set_format_version(1);
  record.set_algorithms("ed25519 sha256");
  record.set_party(std::string(code));
  record.set_version(1);
  record.set_issued_at(kIssuedAt);
  record.set_expires_at(kExpiresAt);
  record.add_endpoints("node." + std::string(code) + ".example:8443");
  record.set_tls_ca_pem("-----BEGIN CERTIFICATE-----\nZXhhbXBsZQ==\n-----END CERTIFICATE-----\n");
  AddKey(record, v1::KEY_ROLE_ATTESTATION, party.attestation->verify_key().bytes());
  AddKey(record, v1::KEY_ROLE_OPERATIONS, party.operations->verify_key().bytes());
  AddKey(record, v1::KEY_ROLE_LOG, party.log->verify_key().bytes());
  AddKey(record, v1::KEY_ROLE_SEALING, party.sealing.public_key().bytes());
  v1::ContactDesk* desk = record.add_directory();
  desk->set_desk_id("duty-desk");
  desk->set_name("Example duty desk");
  desk->set_telephone("+00 000 0000");
  desk->add_languages("en");
  return record;
}

}  // namespace

domain::PartyCode Party(std::string_view code) { return domain::PartyCode::Create(code).value(); }
domain::CivilDate Day(std::string_view text) { return domain::CivilDate::Parse(text).value(); }
domain::Code CodeFrom(std::string_view text) { return domain::Code::Create(text).value(); }

std::unique_ptr<crypto::LocalSigner> SignerFrom(std::string_view seed) {
  const crypto::SecretBytes secret = crypto::SecretBytes::CopyFrom(crypto::Sha256(seed));
  return std::make_unique<crypto::LocalSigner>(crypto::SigningKey::FromSeed(secret).value());
}

TestParty::TestParty(std::string_view code)
    : attestation(SignerFrom(std::string(code) + " attestation")),
      operations(SignerFrom(std::string(code) + " operations")),
      log(SignerFrom(std::string(code) + " log")),
      sealing(crypto::SealingKeyPair::FromSecretKey(
                  crypto::SecretBytes::CopyFrom(crypto::Sha256(std::string(code) + " sealing")))
                  .value()) {
  roots.push_back(SignerFrom(std::string(code) + " root 1"));
  roots.push_back(SignerFrom(std::string(code) + " root 2"));
}

TestFederation::TestFederation() {
  manifest.set_format_version(1);
  manifest.set_algorithms("ed25519 sha256");
  manifest.set_version(1);
  manifest.set_issued_at(kIssuedAt);
  manifest.set_expires_at(kExpiresAt);
  manifest.set_threshold(1);
  for (const char* code : {"QQA", "QQB", "QQC"}) {
    const TestParty& keys = parties_.emplace(code, TestParty(code)).first->second;
    v1::ManifestParty* party = manifest.add_parties();
    party->set_party(code);
    party->set_state(v1::PARTY_STATE_ACTIVE);
    for (const auto& root : keys.roots) party->add_root_keys(root->verify_key().bytes());
    party->set_root_threshold(1);
    manifest.add_member_states(code);
    records[code] = RecordOf(code, keys);
  }
  manifest.add_member_states("QQZ");
}

std::string TestFederation::SignedManifest(const std::vector<const crypto::Signer*>& roots) const {
  return SignAll(StatementType::kManifest, Serialise(manifest), roots);
}

std::string TestFederation::SignedManifest() const {
  return SignedManifest({party("QQA").roots[0].get(), party("QQB").roots[0].get()});
}

std::string TestFederation::ManifestPin() const { return crypto::ToHex(crypto::Sha256(Serialise(manifest))); }

std::string TestFederation::SignedRecord(std::string_view code) const {
  return SignAll(StatementType::kPartyRecord, Serialise(records.at(std::string(code))), {party(code).roots[0].get()});
}

std::vector<std::string> TestFederation::SignedRecords() const {
  std::vector<std::string> envelopes;
  for (const auto& [code, record] : records) envelopes.push_back(SignedRecord(code));
  return envelopes;
}

absl::StatusOr<TrustStore> TestFederation::Load(std::string_view own) const {
  return TrustStore::Load(SignedManifest(), ManifestPin(), SignedRecords(), Party(own));
}

domain::CaseFacts ExampleFacts() {
  domain::CaseFacts facts;
  facts.status = domain::CaseStatus::kIdentified;
  facts.age_class = domain::AgeClass::kAdult;
  facts.capacity = domain::Capacity::kReceiving;
  facts.date_identified = Day("2030-02-01");
  facts.review_by = Day("2031-02-01");
  facts.contact_desk_id = CodeFrom("duty-desk");
  facts.authority_kind = domain::AgencyKind::kCounterTrafficking;
  facts.qualified_role = CodeFrom("trained_identifier");
  facts.instrument_codes = {CodeFrom("ACTIP-14"), CodeFrom("ACTIP-15")};
  facts.names = {{"Contoh Fictitious", domain::HandleMark::kExact}};
  facts.birth_date = domain::PartialDate::Parse("1999-04-05").value();
  facts.documents = {{"P", "QQB", "XX0000001", domain::HandleMark::kPossible}};
  facts.definition_elements.acts = {CodeFrom("recruitment")};
  facts.definition_elements.means = {CodeFrom("deception")};
  facts.definition_elements.purposes = {CodeFrom("forced_labour")};
  facts.nationalities = {"QQB"};
  facts.sending_parties = {Party("QQB")};
  facts.code_handed_over = true;
  std::array<uint8_t, domain::ReferenceCode::kRandomBytes> code_bytes{};
  facts.handles = {
      {domain::Handle::FromCanonical("vsx-handle-v1|document|P|QQB|XX0000001").value(), domain::HandleMark::kPossible},
      {domain::Handle::FromBiographic(domain::NameKey::FromName("Contoh Fictitious").value(), *facts.birth_date),
       domain::HandleMark::kExact},
      {domain::Handle::FromReference(domain::ReferenceCode::FromRandom(code_bytes)), domain::HandleMark::kExact},
  };
  return facts;
}

domain::PermittedCopy Permitted(const domain::CaseFacts& facts, domain::Purpose purpose) {
  const domain::PartyCode own = Party("QQA");
  const domain::PartyCode recipient = Party("QQB");
  domain::ConsentRecord record;
  record.state = domain::ConsentState::kAnswered;
  record.answered_by = domain::AnsweredBy::kPerson;
  record.age_at_recording = domain::AgeAtRecording::kAdult;
  if (facts.age_class != domain::AgeClass::kAdult) {
    record.answered_by = domain::AnsweredBy::kBestInterests;
    record.childs_view_recorded = true;
    record.age_at_recording = domain::AgeAtRecording::kChild;
  }
  record.parties_put_to_her = {recipient};
  for (const domain::Purpose each : domain::kPurposes) {
    record.directives.push_back({recipient, each, domain::Effect::kAllow});
  }
  const bool adult = facts.age_class == domain::AgeClass::kAdult;
  return domain::PermitCopy({.record = record,
                             .facts = facts,
                             .linked = {},
                             .own_party = own,
                             .recipient = recipient,
                             .purpose = purpose,
                             .today = Day("2030-03-01"),
                             .person_is_adult_now = adult,
                             .asking_agency = {}})
      .value();
}

absl::StatusOr<SignedCopy> SignExampleCopy(const TestFederation& federation, const domain::PermittedCopy& permitted,
                                           std::string_view seed, char id_fill) {
  SeededRandomSource random(seed);
  const CopySigningInput input{Party("QQA"), IdOf<domain::CopyId>(id_fill), std::nullopt, Day("2030-03-01")};
  return SignAttestationCopy(permitted, input, random, *federation.party("QQA").attestation);
}

}  // namespace vsx::statement
