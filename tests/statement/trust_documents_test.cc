#include "node/statement/trust_documents.h"

#include <gtest/gtest.h>

#include "crypto/encoding.h"
#include "node/domain/error.h"
#include "tests/statement/test_federation.h"

namespace vsx::statement {
namespace {

TEST(TrustDocumentsTest, TheCeremonyEndsInDocumentsThatLoad) {
  const TestFederation federation;
  v1::Manifest draft = federation.manifest;
  draft.clear_format_version();
  draft.clear_algorithms();
  std::string manifest = NewManifest(draft).value();
  const std::string pin = crypto::ToHex(ReadManifest(manifest)->payload_sha256);
  EXPECT_EQ(pin, federation.ManifestPin());
  for (const char* code : {"QQC", "QQA"}) {
    EXPECT_FALSE(TrustStore::Load(manifest, pin, {}, Party("QQA")).ok());
    manifest = AddManifestSignature(manifest, *federation.party(code).roots[1]).value();
  }
  const std::string record =
      SignPartyRecord(federation.records.at("QQB"), {federation.party("QQB").roots[0].get()}).value();
  const absl::StatusOr<TrustStore> store = TrustStore::Load(manifest, pin, {record}, Party("QQA"));
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_NE(store->FindRecord(Party("QQB")), nullptr);
}

TEST(TrustDocumentsTest, OnlyRootKeysOfTheManifestSignItAndEachOnce) {
  const TestFederation federation;
  const std::string manifest = NewManifest(federation.manifest).value();
  EXPECT_EQ(domain::ErrorReason(AddManifestSignature(manifest, *SignerFrom("a stranger")).status()), "NOT_A_ROOT_KEY");
  EXPECT_EQ(domain::ErrorReason(AddManifestSignature(manifest, *federation.party("QQA").operations).status()),
            "NOT_A_ROOT_KEY");
  const std::string signed_once = AddManifestSignature(manifest, *federation.party("QQA").roots[0]).value();
  EXPECT_EQ(AddManifestSignature(signed_once, *federation.party("QQA").roots[0]).status().code(),
            absl::StatusCode::kAlreadyExists);
}

TEST(TrustDocumentsTest, WhatNoNodeWouldLoadIsNotMade) {
  TestFederation federation;
  federation.manifest.set_threshold(9);
  EXPECT_EQ(domain::ErrorField(NewManifest(federation.manifest).status()), "threshold");
  federation.records.at("QQB").set_endpoints(0, "nowhere");
  const crypto::Signer* root = federation.party("QQB").roots[0].get();
  EXPECT_EQ(domain::ErrorField(SignPartyRecord(federation.records.at("QQB"), {root}).status()), "endpoints[0]");
}

TEST(TrustDocumentsTest, DocumentsCanBeShownBeforeTheyAreTrusted) {
  const TestFederation federation;
  const auto manifest = ReadManifest(federation.SignedManifest());
  ASSERT_TRUE(manifest.ok()) << manifest.status();
  EXPECT_EQ(manifest->message.parties_size(), 3);
  EXPECT_EQ(manifest->signer_ids.size(), 2u);
  const auto record = ReadPartyRecord(federation.SignedRecord("QQC"));
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_EQ(record->message.party(), "QQC");
  EXPECT_EQ(domain::ErrorReason(ReadManifest(federation.SignedRecord("QQC")).status()), "MANIFEST_MALFORMED");
  EXPECT_EQ(domain::ErrorReason(ReadPartyRecord(federation.SignedManifest()).status()), "PARTY_RECORD_MALFORMED");
}

}  // namespace
}  // namespace vsx::statement
