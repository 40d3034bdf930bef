#include "node/statement/access_notice.h"

#include <gtest/gtest.h>

#include "node/domain/access_notice.h"
#include "node/domain/error.h"
#include "node/statement/envelope_codec.h"
#include "node/statement/wire.h"
#include "tests/statement/test_federation.h"
#include "vsx/v1/statement.pb.h"

namespace vsx::statement {
namespace {

using domain::AccessPurpose;
using domain::AgencyKind;

AccessNotice ExampleNotice() {
  return {Party("QQB"),
          Party("QQA"),
          IdOf<domain::StatementId>('n'),
          IdOf<domain::CopyId>('c'),
          AgencyKind::kImmigration,
          AccessPurpose::kProtectiveCheck,
          domain::CivilDate::FromTime(kNow)};
}

class AccessNoticeTest : public testing::Test {
 protected:
  absl::StatusOr<Verified<AccessNotice>> Verify(std::string_view envelope) const {
    return VerifyAccessNotice(trust_, envelope, Party("QQB"), Party("QQA"), kNow);
  }
  absl::StatusOr<Verified<AccessNotice>> VerifyBent(void (*bend)(v1::AccessNotice&)) const {
    v1::AccessNotice message;
    const std::string original = SignAccessNotice(ExampleNotice(), operations_)->envelope;
    EXPECT_TRUE(Parse(DecodeEnvelope(original, kMaxStatementBytes)->payload, message));
    bend(message);
    return Verify(SignStatement(StatementType::kAccessNotice, Serialise(message), operations_)->envelope);
  }
  std::string FieldOf(void (*bend)(v1::AccessNotice&)) const { return domain::ErrorField(VerifyBent(bend).status()); }

  TestFederation federation_;
  TrustStore trust_ = federation_.Trust("QQA");
  const crypto::Signer& operations_ = *federation_.party("QQB").operations;
  const crypto::Signer& attestation_ = *federation_.party("QQB").attestation;
};

// Nor does its size tell anything.
TEST_F(AccessNoticeTest, RoundTripOfEveryKindAndPurpose) {
  const size_t size = SignAccessNotice(ExampleNotice(), operations_)->envelope.size();
  for (const AgencyKind kind : domain::kAgencyKinds) {
    for (const AccessPurpose purpose : domain::kPurposesOfALook) {
      AccessNotice notice = ExampleNotice();
      notice.agency_kind = kind;
      notice.purpose = purpose;
      const SignedStatement signed_statement = SignAccessNotice(notice, operations_).value();
      const auto verified = Verify(signed_statement.envelope);
      ASSERT_TRUE(verified.ok()) << verified.status();
      EXPECT_EQ(verified->content, notice);
      EXPECT_EQ(signed_statement.envelope.size(), size);
      EXPECT_EQ(verified->statement.payload_sha256, signed_statement.payload_sha256);
    }
  }
}

TEST_F(AccessNoticeTest, OperationsKeysSpeakAndNoOthers) {
  const std::string envelope = SignAccessNotice(ExampleNotice(), attestation_)->envelope;
  EXPECT_EQ(domain::ErrorReason(Verify(envelope).status()), "WRONG_ROLE");
}

TEST_F(AccessNoticeTest, OfOrForAnotherPartyIsRefused) {
  const auto reason = [this](void (*bend)(v1::AccessNotice&)) {
    return domain::ErrorReason(VerifyBent(bend).status());
  };
  EXPECT_EQ(reason([](v1::AccessNotice& n) { n.set_issuer("QQC"); }), "WRONG_ISSUER");
  EXPECT_EQ(reason([](v1::AccessNotice& n) { n.set_recipient("QQC"); }), "WRONG_RECIPIENT");
  EXPECT_EQ(reason([](v1::AccessNotice& n) { n.set_version(2); }), "VERSION_UNKNOWN");
}

TEST_F(AccessNoticeTest, MalformedOnesAreRefusedByField) {
  EXPECT_EQ(FieldOf([](v1::AccessNotice& n) { n.set_issuer("qqb"); }), "issuer");
  EXPECT_EQ(FieldOf([](v1::AccessNotice& n) { n.clear_recipient(); }), "recipient");
  EXPECT_EQ(FieldOf([](v1::AccessNotice& n) { n.set_notice_id("x"); }), "notice_id");
  EXPECT_EQ(FieldOf([](v1::AccessNotice& n) { n.clear_copy_id(); }), "copy_id");
  EXPECT_EQ(FieldOf([](v1::AccessNotice& n) { n.clear_agency_kind(); }), "agency_kind");
  EXPECT_EQ(FieldOf([](v1::AccessNotice& n) { n.clear_purpose(); }), "purpose");
  EXPECT_EQ(FieldOf([](v1::AccessNotice& n) { n.set_purpose(v1::ACCESS_PURPOSE_ADMIN); }), "purpose");
  EXPECT_EQ(FieldOf([](v1::AccessNotice& n) { n.clear_day(); }), "day");
  EXPECT_EQ(FieldOf([](v1::AccessNotice& n) { n.set_day("2030-02-30"); }), "day");
  EXPECT_EQ(FieldOf([](v1::AccessNotice& n) { n.set_day("2030-02-01T10:00"); }), "day") << "no time of day";
}

// A later version's kind of authority or of check: that somebody looked is told all the same.
TEST_F(AccessNoticeTest, UnknownKindAndPurposeAreTaken) {
  const auto verified = VerifyBent([](v1::AccessNotice& notice) {
    notice.set_agency_kind(static_cast<v1::AgencyKind>(77));
    notice.set_purpose(static_cast<v1::AccessPurpose>(77));
  });
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->content.agency_kind, AgencyKind::kUnknown);
  EXPECT_EQ(verified->content.purpose, AccessPurpose::kNone);
}

TEST_F(AccessNoticeTest, WhatNoReaderWouldTakeIsNotSigned) {
  AccessNotice notice = ExampleNotice();
  notice.agency_kind = AgencyKind::kUnknown;
  EXPECT_EQ(domain::ErrorField(SignAccessNotice(notice, operations_).status()), "agency_kind");
  notice = ExampleNotice();
  for (const AccessPurpose purpose : {AccessPurpose::kNone, AccessPurpose::kCaseManagement, AccessPurpose::kAudit}) {
    notice.purpose = purpose;
    EXPECT_EQ(domain::ErrorField(SignAccessNotice(notice, operations_).status()), "purpose");
  }
}

}  // namespace
}  // namespace vsx::statement
