#include "node/statement/enums.h"

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <set>

namespace vsx::statement {
namespace {

template <typename T>
std::optional<T> AsOptional(std::optional<T> value) {
  return value;
}
template <typename T>
std::optional<T> AsOptional(T value) {
  return value;
}

// Every value of the wire but UNSPECIFIED comes back as itself, and no two become the same.
template <typename Wire>
void ExpectComplete(const google::protobuf::EnumDescriptor* descriptor) {
  std::set<int> seen;
  for (int i = 0; i < descriptor->value_count(); ++i) {
    const auto wire = static_cast<Wire>(descriptor->value(i)->number());
    if (descriptor->value(i)->number() == 0) continue;
    const auto own = AsOptional(FromProto(wire));
    ASSERT_TRUE(own.has_value()) << descriptor->value(i)->name();
    EXPECT_EQ(ToProto(*own), wire) << descriptor->value(i)->name();
    EXPECT_TRUE(seen.insert(static_cast<int>(*own)).second) << descriptor->value(i)->name();
  }
}

TEST(EnumsTest, EveryValueOfTheWireComesBackAsItself) {
  ExpectComplete<v1::Purpose>(v1::Purpose_descriptor());
  ExpectComplete<v1::CaseStatus>(v1::CaseStatus_descriptor());
  ExpectComplete<v1::AgeClass>(v1::AgeClass_descriptor());
  ExpectComplete<v1::Capacity>(v1::Capacity_descriptor());
  ExpectComplete<v1::AgencyKind>(v1::AgencyKind_descriptor());
  ExpectComplete<v1::HandleClass>(v1::HandleClass_descriptor());
  ExpectComplete<v1::HandleMark>(v1::HandleMark_descriptor());
  ExpectComplete<v1::ConsentState>(v1::ConsentState_descriptor());
  ExpectComplete<v1::ConsentEffect>(v1::ConsentEffect_descriptor());
  ExpectComplete<v1::AnsweredBy>(v1::AnsweredBy_descriptor());
  ExpectComplete<v1::ConsularChoice>(v1::ConsularChoice_descriptor());
  ExpectComplete<v1::RevocationReason>(v1::RevocationReason_descriptor());
  ExpectComplete<v1::DeliveryType>(v1::DeliveryType_descriptor());
  ExpectComplete<v1::AccessPurpose>(v1::AccessPurpose_descriptor());
  ExpectComplete<v1::Measure>(v1::Measure_descriptor());
  ExpectComplete<v1::CheckOutcome>(v1::CheckOutcome_descriptor());
  ExpectComplete<v1::ConsultationStatus>(v1::ConsultationStatus_descriptor());
  ExpectComplete<v1::PartyState>(v1::PartyState_descriptor());
  ExpectComplete<v1::KeyRole>(v1::KeyRole_descriptor());
}

// Protocol §2: an unknown status holds, an unknown purpose is denied, an unknown role has no authority.
template <typename Wire>
auto Unknown() {
  return FromProto(static_cast<Wire>(99));
}

TEST(EnumsTest, UnknownValuesAreReadAsTheProtocolSays) {
  EXPECT_EQ(Unknown<v1::CaseStatus>(), domain::CaseStatus::kUnknown);
  EXPECT_EQ(Unknown<v1::Purpose>(), domain::Purpose::kUnknown);
  EXPECT_EQ(Unknown<v1::AgencyKind>(), domain::AgencyKind::kUnknown);
  EXPECT_EQ(Unknown<v1::AgeClass>(), domain::AgeClass::kUnknown);
  EXPECT_EQ(Unknown<v1::Capacity>(), domain::Capacity::kUnknown);
  EXPECT_EQ(Unknown<v1::ConsentState>(), domain::ConsentState::kNotAsked);
  EXPECT_EQ(Unknown<v1::AnsweredBy>(), domain::AnsweredBy::kUnknown);
  EXPECT_EQ(Unknown<v1::AccessPurpose>(), domain::AccessPurpose::kNone);
  EXPECT_EQ(Unknown<v1::KeyRole>(), std::nullopt);
  EXPECT_EQ(Unknown<v1::RevocationReason>(), std::nullopt);
  EXPECT_EQ(Unknown<v1::HandleMark>(), std::nullopt);
  EXPECT_EQ(Unknown<v1::ConsentEffect>(), std::nullopt);
  EXPECT_EQ(Unknown<v1::Measure>(), std::nullopt);
  EXPECT_EQ(FromProto(v1::CONSENT_EFFECT_UNSPECIFIED), std::nullopt);
  EXPECT_EQ(FromProto(v1::CASE_STATUS_UNSPECIFIED), domain::CaseStatus::kUnknown);
}

TEST(EnumsTest, SecretRolesNeverStandInAPartyRecord) {
  for (const crypto::KeyRole role : {crypto::KeyRole::kRoot, crypto::KeyRole::kLookup, crypto::KeyRole::kAudit,
                                     crypto::KeyRole::kWrapping, crypto::KeyRole::kStorage}) {
    EXPECT_EQ(ToProto(role), v1::KEY_ROLE_UNSPECIFIED);
  }
}

}  // namespace
}  // namespace vsx::statement
