#include "node/statement/trust_store.h"

#include <gtest/gtest.h>

#include <cctype>

#include "crypto/encoding.h"
#include "crypto/envelope.h"
#include "crypto/hash.h"
#include "node/domain/error.h"
#include "node/statement/envelope_codec.h"
#include "node/statement/statement_type.h"
#include "node/statement/wire.h"
#include "tests/statement/test_federation.h"

namespace vsx::statement {
namespace {

std::string ReasonOf(const absl::StatusOr<TrustStore>& store) { return domain::ErrorReason(store.status()); }

absl::StatusOr<TrustStore> LoadManifest(const TestFederation& federation,
                                        const std::vector<const crypto::Signer*>& roots) {
  return TrustStore::Load(federation.SignedManifest(roots), federation.ManifestPin(), {}, Party("QQA"));
}

TEST(TrustStoreTest, LoadsWhatMostPartiesSigned) {
  const TestFederation federation;
  const absl::StatusOr<TrustStore> store = federation.Load();
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ(store->own_party(), Party("QQA"));
  EXPECT_EQ(store->manifest_version(), 1u);
  EXPECT_EQ(crypto::ToHex(store->manifest_sha256()), federation.ManifestPin());
  EXPECT_EQ(store->ActiveParties().size(), 3u);
  EXPECT_TRUE(store->PartiesWithoutRecord().empty());
  EXPECT_EQ(store->MemberStatesOutside(), std::vector<domain::PartyCode>{Party("QQZ")});
  EXPECT_EQ(store->log_from(), std::nullopt);
  ASSERT_EQ(store->Endpoints(Party("QQB")).size(), 1u);
  EXPECT_EQ(store->Endpoints(Party("QQB"))[0], "node.QQB.example:8443");
  ASSERT_NE(store->FindDesk(Party("QQB"), "duty-desk"), nullptr);
  EXPECT_EQ(store->FindDesk(Party("QQB"), "duty-desk")->telephone, "+00 000 0000");
  EXPECT_EQ(store->FindDesk(Party("QQB"), "no-such-desk"), nullptr);
  EXPECT_FALSE(store->TlsCaPem(Party("QQB")).empty());
  EXPECT_EQ(store->VerificationKeys(Party("QQB"), crypto::KeyRole::kAttestation).size(), 1u);
  EXPECT_EQ(store->VerificationKeys(Party("QQB"), crypto::KeyRole::kRoot).size(), 2u);
  EXPECT_TRUE(store->VerificationKeys(Party("QQB"), crypto::KeyRole::kWitness).empty());
  EXPECT_TRUE(store->VerificationKeys(Party("QQZ"), crypto::KeyRole::kRoot).empty());
}

TEST(TrustStoreTest, OnePartyOfThreeIsNotEnough) {
  const TestFederation federation;
  EXPECT_EQ(ReasonOf(LoadManifest(federation, {federation.party("QQA").roots[0].get()})), "MANIFEST_SIGNATURES");
  EXPECT_EQ(ReasonOf(LoadManifest(federation, {})), "MANIFEST_SIGNATURES");
}

TEST(TrustStoreTest, APartyThatSignsWithTwoKeysCountsOnce) {
  const TestFederation federation;
  const TestParty& party = federation.party("QQA");
  EXPECT_EQ(ReasonOf(LoadManifest(federation, {party.roots[0].get(), party.roots[1].get()})), "MANIFEST_SIGNATURES");
  EXPECT_TRUE(
      LoadManifest(federation, {party.roots[0].get(), party.roots[1].get(), federation.party("QQC").roots[1].get()})
          .ok());
}

TEST(TrustStoreTest, StrangersAndOtherRolesDoNotCount) {
  const TestFederation federation;
  const auto stranger = SignerFrom("a stranger");
  const TestParty& party = federation.party("QQA");
  EXPECT_EQ(ReasonOf(LoadManifest(federation,
                                  {party.roots[0].get(), stranger.get(), federation.party("QQB").attestation.get()})),
            "MANIFEST_SIGNATURES");
}

TEST(TrustStoreTest, AThresholdAboveTheMajorityIsHeld) {
  TestFederation federation;
  federation.manifest.set_threshold(3);
  EXPECT_EQ(ReasonOf(federation.Load()), "MANIFEST_SIGNATURES");
  EXPECT_TRUE(LoadManifest(federation, {federation.party("QQA").roots[0].get(), federation.party("QQB").roots[0].get(),
                                        federation.party("QQC").roots[0].get()})
                  .ok());
}

TEST(TrustStoreTest, MajorityIsOfAllPartiesNamed) {
  for (const auto& [parties, needed] : std::vector<std::pair<int, size_t>>{{1, 1}, {2, 2}, {3, 2}, {4, 3}, {11, 6}}) {
    Manifest manifest;
    manifest.threshold = 1;
    for (int i = 0; i < parties; ++i) {
      manifest.parties.push_back({Party(std::string("QQ") + static_cast<char>('A' + i)), PartyState::kActive, {}, 1});
    }
    EXPECT_EQ(manifest.RequiredSigners(), needed) << parties;
  }
}

TEST(TrustStoreTest, AnotherHashThanThePinnedOneIsRefused) {
  const TestFederation federation;
  for (const std::string& pin : {std::string(64, '0'), std::string(), std::string("abc"), std::string(63, '0'),
                                 federation.ManifestPin() + "00"}) {
    EXPECT_EQ(ReasonOf(TrustStore::Load(federation.SignedManifest(), pin, {}, Party("QQA"))), "MANIFEST_NOT_PINNED");
  }
}

TEST(TrustStoreTest, ThePinMayBeWrittenInEitherCaseAndEndInANewline) {
  const TestFederation federation;
  std::string pin = federation.ManifestPin() + "\n";
  for (char& c : pin) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  EXPECT_TRUE(TrustStore::Load(federation.SignedManifest(), pin, {}, Party("QQA")).ok());
}

TEST(TrustStoreTest, OnlyVersionOneCanBePinned) {
  TestFederation federation;
  federation.manifest.set_version(2);
  EXPECT_EQ(ReasonOf(federation.Load()), "MANIFEST_VERSION");
}

TEST(TrustStoreTest, TheOwnPartyMustBeNamed) {
  const TestFederation federation;
  EXPECT_EQ(ReasonOf(federation.Load("QQZ")), "OWN_PARTY_UNKNOWN");
}

TEST(TrustStoreTest, MalformedManifestsAreRefusedByField) {
  const auto field_of = [](auto bend) {
    TestFederation federation;
    bend(federation.manifest);
    const absl::StatusOr<TrustStore> store = federation.Load();
    EXPECT_EQ(ReasonOf(store), "MANIFEST_MALFORMED");
    EXPECT_EQ(store.status().message().find("manifest: "), 0u);
    return domain::ErrorField(store.status());
  };
  EXPECT_EQ(field_of([](v1::Manifest& m) { m.set_format_version(2); }), "format_version");
  EXPECT_EQ(field_of([](v1::Manifest& m) { m.set_algorithms("none"); }), "algorithms");
  EXPECT_EQ(field_of([](v1::Manifest& m) { m.set_version(0); }), "version");
  EXPECT_EQ(field_of([](v1::Manifest& m) { m.set_expires_at(m.issued_at()); }), "expires_at");
  EXPECT_EQ(field_of([](v1::Manifest& m) { m.set_threshold(0); }), "threshold");
  EXPECT_EQ(field_of([](v1::Manifest& m) { m.set_threshold(4); }), "threshold");
  EXPECT_EQ(field_of([](v1::Manifest& m) { m.clear_parties(); }), "parties");
  EXPECT_EQ(field_of([](v1::Manifest& m) { m.set_log_from(-1); }), "log_from");
  EXPECT_EQ(field_of([](v1::Manifest& m) { m.add_member_states("qqa"); }), "member_states[4]");
  EXPECT_EQ(field_of([](v1::Manifest& m) { m.add_member_states("QQA"); }), "member_states[4]");
  EXPECT_EQ(field_of([](v1::Manifest& m) { m.mutable_parties(1)->set_party("QQA"); }), "parties[1]");
  EXPECT_EQ(field_of([](v1::Manifest& m) { m.mutable_parties(1)->set_state(static_cast<v1::PartyState>(9)); }),
            "parties[1].state");
  EXPECT_EQ(field_of([](v1::Manifest& m) { m.mutable_parties(1)->clear_root_keys(); }), "parties[1].root_keys");
  EXPECT_EQ(field_of([](v1::Manifest& m) { m.mutable_parties(1)->set_root_keys(0, std::string(32, '\0')); }),
            "parties[1].root_keys");
  EXPECT_EQ(field_of([](v1::Manifest& m) { m.mutable_parties(1)->set_root_threshold(0); }),
            "parties[1].root_threshold");
  EXPECT_EQ(field_of([](v1::Manifest& m) { m.mutable_parties(1)->set_root_threshold(3); }),
            "parties[1].root_threshold");
}

// Or the signature of one Party would count for two.
TEST(TrustStoreTest, OneRootKeyForTwoPartiesIsRefused) {
  TestFederation federation;
  federation.manifest.mutable_parties(1)->set_root_keys(0, federation.manifest.parties(0).root_keys(0));
  EXPECT_EQ(ReasonOf(LoadManifest(federation, {federation.party("QQA").roots[0].get()})), "MANIFEST_MALFORMED");
}

TEST(TrustStoreTest, ARecordSignedByAnotherPartysRootIsRefused) {
  const TestFederation federation;
  const std::string payload = Serialise(federation.records.at("QQB"));
  crypto::Envelope envelope{std::string(PayloadType(StatementType::kPartyRecord)), payload, {}};
  for (const char* other : {"QQA", "QQC"}) {
    ASSERT_TRUE(crypto::AddSignature(envelope, *federation.party(other).roots[0]).ok());
  }
  const absl::StatusOr<TrustStore> store =
      TrustStore::Load(federation.SignedManifest(), federation.ManifestPin(), {EncodeEnvelope(envelope)}, Party("QQA"));
  EXPECT_EQ(ReasonOf(store), "PARTY_RECORD_SIGNATURES");
  EXPECT_NE(store.status().message().find("Party record of QQB"), absl::string_view::npos);
}

TEST(TrustStoreTest, ARecordNeedsItsRootThresholdOfDifferentKeys) {
  TestFederation federation;
  federation.manifest.mutable_parties(1)->set_root_threshold(2);
  EXPECT_EQ(ReasonOf(federation.Load()), "PARTY_RECORD_SIGNATURES");

  crypto::Envelope envelope{
      std::string(PayloadType(StatementType::kPartyRecord)), Serialise(federation.records.at("QQB")), {}};
  ASSERT_TRUE(crypto::AddSignature(envelope, *federation.party("QQB").roots[0]).ok());
  envelope.signatures.push_back(envelope.signatures[0]);  // the same signature again
  const auto load = [&] {
    return TrustStore::Load(federation.SignedManifest(), federation.ManifestPin(), {EncodeEnvelope(envelope)},
                            Party("QQA"));
  };
  EXPECT_EQ(ReasonOf(load()), "PARTY_RECORD_SIGNATURES");
  ASSERT_TRUE(crypto::AddSignature(envelope, *federation.party("QQB").roots[1]).ok());
  EXPECT_TRUE(load().ok());
}

TEST(TrustStoreTest, MalformedRecordsAreRefusedByField) {
  const auto field_of = [](auto bend) {
    TestFederation federation;
    bend(federation.records.at("QQB"));
    const absl::StatusOr<TrustStore> store = federation.Load();
    EXPECT_EQ(ReasonOf(store), "PARTY_RECORD_MALFORMED");
    EXPECT_NE(store.status().message().find("Party record of QQB"), absl::string_view::npos) << store.status();
    return domain::ErrorField(store.status());
  };
  EXPECT_EQ(field_of([](v1::PartyRecord& r) { r.set_format_version(0); }), "format_version");
  EXPECT_EQ(field_of([](v1::PartyRecord& r) { r.clear_tls_ca_pem(); }), "tls_ca_pem");
  for (const char* endpoint : {"", "host", "host:", ":1", "host:0", "host:65536", "ho st:1", "host:-1", "host:+1"}) {
    EXPECT_EQ(field_of([&](v1::PartyRecord& r) { r.set_endpoints(0, endpoint); }), "endpoints[0]") << endpoint;
  }
  EXPECT_EQ(field_of([](v1::PartyRecord& r) { r.mutable_keys(0)->set_public_key("short"); }), "keys[0]");
  EXPECT_EQ(field_of([](v1::PartyRecord& r) { r.mutable_keys(3)->set_public_key(std::string(32, '\0')); }), "keys[3]");
  EXPECT_EQ(field_of([](v1::PartyRecord& r) { r.mutable_keys(0)->set_valid_until(0); }), "keys[0]");
  EXPECT_EQ(field_of([](v1::PartyRecord& r) { r.mutable_keys(1)->set_public_key(r.keys(0).public_key()); }), "keys[1]");
  EXPECT_EQ(field_of([](v1::PartyRecord& r) { *r.add_directory() = r.directory(0); }), "directory[1]");
  EXPECT_EQ(field_of([](v1::PartyRecord& r) { r.mutable_directory(0)->set_desk_id("two words"); }), "directory[0]");
}

TEST(TrustStoreTest, ARootKeyHasNoOtherRole) {
  TestFederation federation;
  federation.records.at("QQB").mutable_keys(0)->set_public_key(federation.manifest.parties(1).root_keys(0));
  EXPECT_EQ(ReasonOf(federation.Load()), "PARTY_RECORD_MALFORMED");
}

TEST(TrustStoreTest, AnUnknownKeyRoleHasNoAuthority) {
  TestFederation federation;
  federation.records.at("QQB").mutable_keys(0)->set_role(static_cast<v1::KeyRole>(77));
  const absl::StatusOr<TrustStore> store = federation.Load();
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_TRUE(store->VerificationKeys(Party("QQB"), crypto::KeyRole::kAttestation).empty());
}

TEST(TrustStoreTest, RecordsOfStrangersAndSecondRecordsAreRefused) {
  TestFederation federation;
  const auto load = [&](std::vector<std::string> records) {
    return TrustStore::Load(federation.SignedManifest(), federation.ManifestPin(), records, Party("QQA"));
  };
  EXPECT_EQ(ReasonOf(load({federation.SignedRecord("QQB"), federation.SignedRecord("QQB")})), "PARTY_RECORD_TWICE");
  federation.records.at("QQB").set_party("QQZ");
  EXPECT_EQ(ReasonOf(load({federation.SignedRecord("QQB")})), "PARTY_RECORD_UNKNOWN_PARTY");
  EXPECT_EQ(ReasonOf(load({federation.SignedManifest()})), "PARTY_RECORD_MALFORMED");
  EXPECT_EQ(ReasonOf(load({"garbage"})), "PARTY_RECORD_MALFORMED");
}

TEST(TrustStoreTest, AMissingRecordIsNamedAndDoesNotStopTheRest) {
  TestFederation federation;
  federation.records.erase("QQC");
  const absl::StatusOr<TrustStore> store = federation.Load();
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ(store->PartiesWithoutRecord(), std::vector<domain::PartyCode>{Party("QQC")});
  EXPECT_EQ(store->FindRecord(Party("QQC")), nullptr);
  EXPECT_TRUE(store->RecordExpired(Party("QQC"), kNow));
  EXPECT_TRUE(store->TlsCaPem(Party("QQC")).empty());
  EXPECT_EQ(domain::ErrorReason(store->SealingKey(Party("QQC"), kNow).status()), "SEALING_KEY_MISSING");
}

TEST(TrustStoreTest, EveryStateIsEitherInForceOrOutside) {
  TestFederation federation;
  federation.manifest.mutable_parties(1)->set_state(v1::PARTY_STATE_SUSPENDED);
  federation.manifest.mutable_parties(2)->set_state(v1::PARTY_STATE_LEFT);
  const TrustStore store = federation.Trust();
  EXPECT_EQ(store.ActiveParties(), std::vector<domain::PartyCode>{Party("QQA")});
  EXPECT_EQ(store.MemberStatesOutside(), (std::vector<domain::PartyCode>{Party("QQB"), Party("QQC"), Party("QQZ")}));
  EXPECT_EQ(store.StateOf(Party("QQC")), PartyState::kLeft);
  EXPECT_EQ(store.StateOf(Party("QQZ")), std::nullopt);
  EXPECT_FALSE(store.IsActive(Party("QQZ")));
  EXPECT_FALSE(store.VerificationKeys(Party("QQC"), crypto::KeyRole::kAttestation).empty());
}

TEST(TrustStoreTest, ExpiredDocumentsLoadAndSaySo) {
  const TestFederation federation;
  const TrustStore store = federation.Trust();
  const domain::UnixTime end{federation.manifest.expires_at()};
  const domain::UnixTime before{end.seconds - 1};
  EXPECT_FALSE(store.ManifestExpired(before));
  EXPECT_TRUE(store.ManifestExpired(end));
  EXPECT_FALSE(store.RecordExpired(Party("QQB"), before));
  EXPECT_TRUE(store.RecordExpired(Party("QQB"), end));
  EXPECT_TRUE(store.SealingKey(Party("QQB"), {end.seconds + 1000}).ok());
}

TEST(TrustStoreTest, SealingKeyIsTheNewestValidOneAndNeverADistrustedOne) {
  TestFederation federation;
  v1::PartyRecord& record = federation.records.at("QQB");
  const auto add = [&](const char* seed, int64_t from, int64_t until) {
    v1::PartyKey* key = record.add_keys();
    key->set_role(v1::KEY_ROLE_SEALING);
    key->set_public_key(crypto::SealingKeyPair::FromSecretKey(crypto::SecretBytes::CopyFrom(crypto::Sha256(seed)))
                            .value()
                            .public_key()
                            .bytes());
    key->set_valid_from(from);
    key->set_valid_until(until);
    return key;
  };
  const std::string newer = add("newer", kNow.seconds - 10, kNow.seconds + 10)->public_key();
  add("not yet", kNow.seconds + 100, kNow.seconds + 200);
  EXPECT_EQ(federation.Trust().SealingKey(Party("QQB"), kNow)->bytes(), newer);
  EXPECT_EQ(federation.Trust().SealingKey(Party("QQB"), {kNow.seconds + 20})->bytes(), record.keys(3).public_key());
  record.mutable_keys(4)->set_distrust_from(kNow.seconds);
  EXPECT_EQ(federation.Trust().SealingKey(Party("QQB"), kNow)->bytes(), record.keys(3).public_key());
  record.mutable_keys(3)->set_distrust_from(1);
  EXPECT_EQ(domain::ErrorReason(federation.Trust().SealingKey(Party("QQB"), kNow).status()), "SEALING_KEY_MISSING");
}

TEST(TrustStoreTest, DocumentsCutAnywhereAreRefused) {
  const TestFederation federation;
  const std::string manifest = federation.SignedManifest();
  for (size_t size = 0; size < manifest.size(); ++size) {
    EXPECT_FALSE(TrustStore::Load(manifest.substr(0, size), federation.ManifestPin(), {}, Party("QQA")).ok());
  }
  const std::string record = federation.SignedRecord("QQB");
  for (size_t size = 0; size < record.size(); size += 7) {
    EXPECT_FALSE(TrustStore::Load(manifest, federation.ManifestPin(), {record.substr(0, size)}, Party("QQA")).ok());
  }
}

}  // namespace
}  // namespace vsx::statement
