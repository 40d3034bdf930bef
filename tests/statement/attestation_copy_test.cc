#include "node/statement/attestation_copy.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "node/domain/error.h"
#include "node/domain/handle.h"
#include "node/statement/envelope_codec.h"
#include "node/statement/sign_statement.h"
#include "node/statement/wire.h"
#include "tests/statement/seeded_random_source.h"
#include "tests/statement/test_federation.h"

namespace vsx::statement {
namespace {

using domain::Purpose;

constexpr Purpose kCopyPurposes[] = {Purpose::kNotifyLevel1, Purpose::kNotifyLevel2, Purpose::kProtectiveCheck,
                                     Purpose::kConsularAssistance, Purpose::kPresented};

std::string ReasonOf(const absl::Status& status) { return domain::ErrorReason(status); }

class AttestationCopyTest : public testing::Test {
 protected:
  absl::StatusOr<VerifiedCopy> Verify(std::string_view envelope, std::string_view issuer = "QQA",
                                      std::string_view recipient = "QQB") const {
    return VerifyAttestationCopy(trust_, envelope, Party(issuer), Party(recipient), kNow);
  }
  SignedCopy Sign(Purpose purpose, std::string_view seed = "copy") const {
    return SignExampleCopy(federation_, Permitted(ExampleFacts(), purpose), seed).value();
  }
  v1::AttestationCopy MessageOf(const SignedCopy& copy) const {
    v1::AttestationCopy message;
    EXPECT_TRUE(Parse(DecodeEnvelope(copy.envelope, kMaxCopyEnvelopeBytes)->payload, message));
    return message;
  }
  // What QQA's attestation key signs of any bytes: a Party that breaks the rules.
  std::string SignBytes(std::string_view payload) const {
    return SignStatement(StatementType::kAttestationCopy, payload, *federation_.party("QQA").attestation)->envelope;
  }
  std::string SignBent(Purpose purpose, const std::function<void(v1::AttestationCopy&)>& bend) const {
    v1::AttestationCopy message = MessageOf(Sign(purpose));
    bend(message);
    return SignBytes(Serialise(message));
  }

  TestFederation federation_;
  TrustStore trust_ = federation_.Trust("QQB");
};

TEST_F(AttestationCopyTest, RoundTripForEveryPurpose) {
  for (const Purpose purpose : kCopyPurposes) {
    const SignedCopy signed_copy = Sign(purpose);
    EXPECT_LE(signed_copy.envelope.size(), kMaxCopyEnvelopeBytes);
    const absl::StatusOr<VerifiedCopy> verified = Verify(signed_copy.envelope);
    ASSERT_TRUE(verified.ok()) << verified.status();
    const CopyContent& copy = verified->content;
    EXPECT_EQ(verified->statement.payload_sha256, signed_copy.payload_sha256);
    EXPECT_EQ(copy.issuer, Party("QQA"));
    EXPECT_EQ(copy.recipient, Party("QQB"));
    EXPECT_EQ(copy.purpose, purpose);
    EXPECT_EQ(copy.copy_id, IdOf<domain::CopyId>('c'));
    EXPECT_EQ(copy.replaces, std::nullopt);
    EXPECT_EQ(copy.signed_on, Day("2030-03-01"));
    EXPECT_EQ(copy.status, domain::CaseStatus::kIdentified);
    EXPECT_EQ(copy.age_class, domain::AgeClass::kAdult);
    EXPECT_EQ(copy.capacity, domain::Capacity::kReceiving);
    EXPECT_EQ(copy.date_identified, Day("2030-02-01"));
    EXPECT_EQ(copy.review_by, Day("2031-02-01"));
    EXPECT_EQ(copy.contact_desk_id, CodeFrom("duty-desk"));
  }
}

// The field table of protocol §2, written again by hand.
TEST_F(AttestationCopyTest, EachPurposeHasItsRowOfTheFieldTable) {
  for (const Purpose purpose : kCopyPurposes) {
    const v1::AttestationCopy message = MessageOf(Sign(purpose));
    const bool level_1 = purpose == Purpose::kNotifyLevel1;
    const bool level_2 = purpose == Purpose::kNotifyLevel2;
    EXPECT_EQ(message.authority_kind() == v1::AGENCY_KIND_COUNTER_TRAFFICKING, !level_1);
    EXPECT_EQ(message.qualified_role() == "trained_identifier", !level_1);
    EXPECT_EQ(message.instrument_codes_size() == 2, !level_1 && !level_2);
    EXPECT_EQ(message.follow_up_allowed(), !level_1 && !level_2);
    EXPECT_EQ(message.access_notice_wanted(), !level_1 && !level_2);
    EXPECT_EQ(message.has_identity(), level_2);
    EXPECT_EQ(message.has_definition_elements(), level_2);
    EXPECT_EQ(message.handle_commitments_size(), 8);
  }
}

TEST_F(AttestationCopyTest, LevelOneHoldsNothingOfThePerson) {
  const SignedCopy copy = Sign(Purpose::kNotifyLevel1);
  EXPECT_TRUE(copy.openings.empty());
  for (const char* secret : {"Contoh", "CONTOH", "1999", "XX0000001"}) {
    EXPECT_EQ(copy.envelope.find(secret), std::string::npos) << secret;
  }
}

TEST_F(AttestationCopyTest, LevelTwoNamesHer) {
  const v1::AttestationCopy message = Verify(Sign(Purpose::kNotifyLevel2).envelope)->content.message;
  EXPECT_EQ(message.identity().names(0).text(), "Contoh Fictitious");
  EXPECT_EQ(message.identity().birth_date(), "1999-04-05");
  EXPECT_EQ(message.identity().documents(0).number(), "XX0000001");
  EXPECT_EQ(message.identity().documents(0).mark(), v1::HANDLE_MARK_POSSIBLE);
  EXPECT_EQ(message.definition_elements().means(0), "deception");
}

TEST_F(AttestationCopyTest, OnlyHandlesOfThePurposeAreCommittedTo) {
  EXPECT_EQ(Sign(Purpose::kNotifyLevel1).openings.size(), 0u);
  EXPECT_EQ(Sign(Purpose::kNotifyLevel2).openings.size(), 2u);
  EXPECT_EQ(Sign(Purpose::kProtectiveCheck).openings.size(), 2u);
  EXPECT_EQ(Sign(Purpose::kConsularAssistance).openings.size(), 2u);
  ASSERT_EQ(Sign(Purpose::kPresented).openings.size(), 1u);
  EXPECT_EQ(Sign(Purpose::kPresented).openings[0].handle_class, static_cast<uint8_t>(domain::HandleClass::kReference));
}

TEST_F(AttestationCopyTest, EveryOpeningOpensItsSlotAndNothingElseDoes) {
  const SignedCopy signed_copy = Sign(Purpose::kProtectiveCheck);
  const CopyContent copy = Verify(signed_copy.envelope)->content;
  for (const domain::Opening& opening : signed_copy.openings) {
    EXPECT_TRUE(VerifyOpening(copy, opening).ok());
    domain::Opening bent = opening;
    bent.slot = static_cast<uint8_t>((opening.slot + 1) % 8);
    EXPECT_EQ(ReasonOf(VerifyOpening(copy, bent)), "OPENING_INVALID");
    bent = opening;
    bent.slot = 8;
    EXPECT_EQ(ReasonOf(VerifyOpening(copy, bent)), "OPENING_INVALID");
    bent = opening;
    bent.mark ^= 1;
    EXPECT_EQ(ReasonOf(VerifyOpening(copy, bent)), "OPENING_INVALID");
    bent = opening;
    bent.salt[0] = static_cast<char>(bent.salt[0] ^ 1);
    EXPECT_EQ(ReasonOf(VerifyOpening(copy, bent)), "OPENING_INVALID");
    bent = opening;
    bent.handle = "vsx-handle-v1|document|P|QQB|XX0000002";
    EXPECT_EQ(ReasonOf(VerifyOpening(copy, bent)), "OPENING_INVALID");
    bent = opening;
    bent.handle_class ^= 1;
    EXPECT_EQ(ReasonOf(VerifyOpening(copy, bent)), "OPENING_INVALID");
  }
}

// §4: only handles of the classes that the purpose uses, whatever its issuer committed to.
TEST_F(AttestationCopyTest, AReferenceCodeOpensNoProtectiveCopy) {
  const SignedCopy presented = Sign(Purpose::kPresented);
  CopyContent copy = Verify(presented.envelope)->content;
  ASSERT_TRUE(VerifyOpening(copy, presented.openings[0]).ok());
  copy.purpose = Purpose::kProtectiveCheck;
  EXPECT_EQ(ReasonOf(VerifyOpening(copy, presented.openings[0])), "OPENING_INVALID");
}

TEST_F(AttestationCopyTest, HandlesStandAtRandomPositions) {
  std::set<uint8_t> slots;
  for (int i = 0; i < 100; ++i) slots.insert(Sign(Purpose::kPresented, std::to_string(i)).openings[0].slot);
  EXPECT_EQ(slots.size(), 8u);
}

TEST_F(AttestationCopyTest, TwoCopiesShareNoCommitment) {
  const v1::AttestationCopy first = MessageOf(Sign(Purpose::kProtectiveCheck, "one"));
  const v1::AttestationCopy second = MessageOf(Sign(Purpose::kProtectiveCheck, "two"));
  std::set<std::string> all(first.handle_commitments().begin(), first.handle_commitments().end());
  all.insert(second.handle_commitments().begin(), second.handle_commitments().end());
  EXPECT_EQ(all.size(), 16u);
}

TEST_F(AttestationCopyTest, ForwardedToAnotherPartyItIsRefused) {
  const absl::StatusOr<VerifiedCopy> verified = Verify(Sign(Purpose::kProtectiveCheck).envelope, "QQA", "QQC");
  EXPECT_EQ(ReasonOf(verified.status()), "WRONG_RECIPIENT");
  EXPECT_EQ(verified.status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(AttestationCopyTest, SignedInAnotherPartysNameItIsRefused) {
  const std::string envelope =
      SignBent(Purpose::kProtectiveCheck, [](v1::AttestationCopy& copy) { copy.set_issuer("QQC"); });
  EXPECT_EQ(ReasonOf(Verify(envelope).status()), "WRONG_ISSUER");
  EXPECT_EQ(ReasonOf(Verify(envelope, "QQC").status()), "SIGNATURE_INVALID");
}

TEST_F(AttestationCopyTest, AnUnknownStatusIsReadAndCountsAsUnknown) {
  const absl::StatusOr<VerifiedCopy> verified = Verify(SignBent(
      Purpose::kProtectiveCheck, [](v1::AttestationCopy& copy) { copy.set_status(static_cast<v1::CaseStatus>(42)); }));
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->content.status, domain::CaseStatus::kUnknown);
}

TEST_F(AttestationCopyTest, OtherUnknownValuesAreReadOnTheSafeSide) {
  const absl::StatusOr<VerifiedCopy> verified =
      Verify(SignBent(Purpose::kProtectiveCheck, [](v1::AttestationCopy& copy) {
        copy.set_age_class(static_cast<v1::AgeClass>(42));
        copy.set_capacity(static_cast<v1::Capacity>(42));
        copy.set_authority_kind(static_cast<v1::AgencyKind>(42));
      }));
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->content.AgeClassOn(Day("2030-03-01")), domain::AgeClass::kPresumedChild);
  EXPECT_EQ(verified->content.capacity, domain::Capacity::kUnknown);
}

TEST_F(AttestationCopyTest, AnUnknownPurposeIsRefusedForUse) {
  for (const int purpose : {0, static_cast<int>(v1::PURPOSE_AGGREGATE_STATISTICS),
                            static_cast<int>(v1::PURPOSE_RECOGNITION_FOLLOW_UP), 42}) {
    const std::string envelope = SignBent(Purpose::kProtectiveCheck, [&](v1::AttestationCopy& copy) {
      copy.set_purpose(static_cast<v1::Purpose>(purpose));
    });
    EXPECT_EQ(ReasonOf(Verify(envelope).status()), "PURPOSE_REFUSED") << purpose;
  }
}

TEST_F(AttestationCopyTest, UnknownFieldsStayInTheSignedBytesAndAreNotShown) {
  const std::string payload =
      DecodeEnvelope(Sign(Purpose::kProtectiveCheck).envelope, kMaxCopyEnvelopeBytes)->payload + "\xf2\x7f\x05later";
  const absl::StatusOr<VerifiedCopy> verified = Verify(SignBytes(payload));
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->statement.payload, payload);
  EXPECT_EQ(Serialise(verified->content.message).find("later"), std::string::npos);
}

TEST_F(AttestationCopyTest, MalformedCopiesAreRefusedByField) {
  const auto field_of = [&](const std::function<void(v1::AttestationCopy&)>& bend) {
    const absl::Status status = Verify(SignBent(Purpose::kNotifyLevel2, bend)).status();
    EXPECT_EQ(ReasonOf(status), "STATEMENT_MALFORMED") << status;
    return domain::ErrorField(status);
  };
  EXPECT_EQ(field_of([](v1::AttestationCopy& c) { c.set_issuer("qqa"); }), "issuer");
  EXPECT_EQ(field_of([](v1::AttestationCopy& c) { c.set_recipient(""); }), "recipient");
  EXPECT_EQ(field_of([](v1::AttestationCopy& c) { c.set_copy_id("short"); }), "copy_id");
  EXPECT_EQ(field_of([](v1::AttestationCopy& c) { c.set_replaces_copy_id("short"); }), "replaces_copy_id");
  EXPECT_EQ(field_of([](v1::AttestationCopy& c) { c.clear_signed_on(); }), "signed_on");
  EXPECT_EQ(field_of([](v1::AttestationCopy& c) { c.set_signed_on("2030-02-30"); }), "signed_on");
  EXPECT_EQ(field_of([](v1::AttestationCopy& c) { c.set_date_identified("soon"); }), "date_identified");
  EXPECT_EQ(field_of([](v1::AttestationCopy& c) { c.set_review_by("soon"); }), "review_by");
  EXPECT_EQ(field_of([](v1::AttestationCopy& c) { c.set_contact_desk_id("two words"); }), "contact_desk_id");
  EXPECT_EQ(field_of([](v1::AttestationCopy& c) { c.set_qualified_role("two words"); }), "qualified_role");
  EXPECT_EQ(field_of([](v1::AttestationCopy& c) { c.set_child_accommodation("a street"); }), "child_accommodation");
  EXPECT_EQ(field_of([](v1::AttestationCopy& c) { c.mutable_definition_elements()->add_acts("a story of"); }),
            "definition_elements");
  EXPECT_EQ(field_of([](v1::AttestationCopy& c) { c.mutable_identity()->add_names()->set_text("\x1b[2J"); }),
            "identity.names");
  EXPECT_EQ(field_of([](v1::AttestationCopy& c) { c.mutable_identity()->add_names()->set_text("\xc2\x9b"); }),
            "identity.names");
  EXPECT_EQ(field_of([](v1::AttestationCopy& c) { c.mutable_identity()->set_birth_date("05/04/1999"); }),
            "identity.birth_date");
  EXPECT_EQ(field_of([](v1::AttestationCopy& c) { c.mutable_identity()->add_documents()->set_number("\n"); }),
            "identity.documents");
  EXPECT_EQ(field_of([](v1::AttestationCopy& c) { c.mutable_handle_commitments()->RemoveLast(); }),
            "handle_commitments");
  EXPECT_EQ(field_of([](v1::AttestationCopy& c) { c.add_handle_commitments(std::string(32, 'x')); }),
            "handle_commitments");
  EXPECT_EQ(field_of([](v1::AttestationCopy& c) { c.set_handle_commitments(3, "short"); }), "handle_commitments");
}

TEST_F(AttestationCopyTest, FieldsOutsideThePurposesRowAreRefused) {
  const auto field_of = [&](Purpose purpose, const std::function<void(v1::AttestationCopy&)>& bend) {
    return domain::ErrorField(Verify(SignBent(purpose, bend)).status());
  };
  const auto name = [](v1::AttestationCopy& c) { c.mutable_identity()->add_names()->set_text("Example"); };
  const auto role = [](v1::AttestationCopy& c) { c.set_qualified_role("trained_identifier"); };
  const auto adult = [](v1::AttestationCopy& c) { c.set_adult_from("2031-01-01"); };
  for (const Purpose purpose : kCopyPurposes) {
    EXPECT_EQ(field_of(purpose, name), purpose == Purpose::kNotifyLevel2 ? "" : "identity");
    EXPECT_EQ(field_of(purpose, role), purpose == Purpose::kNotifyLevel1 ? "authority_kind" : "");
    const bool notice = purpose == Purpose::kNotifyLevel1 || purpose == Purpose::kNotifyLevel2;
    EXPECT_EQ(field_of(purpose, adult), notice ? "adult_from" : "");
  }
}

TEST_F(AttestationCopyTest, AnotherLayoutOrAlgorithmIsRefused) {
  EXPECT_EQ(ReasonOf(Verify(SignBent(Purpose::kPresented, [](v1::AttestationCopy& c) { c.set_version(2); })).status()),
            "VERSION_UNKNOWN");
  EXPECT_EQ(
      ReasonOf(
          Verify(SignBent(Purpose::kPresented, [](v1::AttestationCopy& c) { c.set_algorithms("none"); })).status()),
      "VERSION_UNKNOWN");
  EXPECT_EQ(ReasonOf(Verify(SignBytes("\xff\xff")).status()), "STATEMENT_MALFORMED");
}

// A hostile Party may sign anything: whatever it signs gives a status or a copy, never a crash.
TEST_F(AttestationCopyTest, SignedPayloadsCutOrFlippedAnywhereGiveAStatus) {
  const std::string payload = DecodeEnvelope(Sign(Purpose::kNotifyLevel2).envelope, kMaxCopyEnvelopeBytes)->payload;
  size_t refused = 0;
  for (size_t size = 0; size < payload.size(); ++size) {
    refused += ParseCopy(payload.substr(0, size)).ok() ? 0 : 1;
  }
  EXPECT_EQ(refused, payload.size());
  for (size_t i = 0; i < payload.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = payload;
      flipped[i] = static_cast<char>(flipped[i] ^ (1 << bit));
      const absl::Status status = ParseCopy(flipped).status();
      if (!status.ok()) {
        EXPECT_FALSE(ReasonOf(status).empty());
      }
    }
  }
}

TEST_F(AttestationCopyTest, AChildBecomesAnAdultOnlyOnTheDaySaid) {
  domain::CaseFacts facts = ExampleFacts();
  facts.age_class = domain::AgeClass::kChild;
  facts.birth_date = domain::PartialDate::Parse("2014-05-06").value();
  facts.handles.clear();
  const SignedCopy signed_copy = SignExampleCopy(federation_, Permitted(facts, Purpose::kProtectiveCheck)).value();
  const CopyContent copy = Verify(signed_copy.envelope)->content;
  ASSERT_EQ(copy.adult_from, Day("2032-07-01"));
  EXPECT_EQ(copy.AgeClassOn(Day("2032-06-30")), domain::AgeClass::kChild);
  EXPECT_EQ(copy.AgeClassOn(Day("2032-07-01")), domain::AgeClass::kAdult);
}

TEST_F(AttestationCopyTest, ReplacedCopyIsNamed) {
  SeededRandomSource random("copy");
  const CopySigningInput input{Party("QQA"), IdOf<domain::CopyId>('d'), IdOf<domain::CopyId>('c'), Day("2030-03-01")};
  const SignedCopy copy = SignAttestationCopy(Permitted(ExampleFacts(), Purpose::kPresented), input, random,
                                              *federation_.party("QQA").attestation)
                              .value();
  EXPECT_EQ(Verify(copy.envelope)->content.replaces, IdOf<domain::CopyId>('c'));
}

TEST_F(AttestationCopyTest, TooLargeToTravelIsRefusedAtSigning) {
  domain::CaseFacts facts = ExampleFacts();
  facts.names.assign(8, {std::string(256, 'x'), domain::HandleMark::kExact});
  EXPECT_EQ(ReasonOf(SignExampleCopy(federation_, Permitted(facts, Purpose::kNotifyLevel2)).status()),
            "COPY_TOO_LARGE");
  EXPECT_TRUE(SignExampleCopy(federation_, Permitted(facts, Purpose::kProtectiveCheck)).ok());
}

TEST_F(AttestationCopyTest, EightHandlesFitAndNineAreRefused) {
  domain::CaseFacts facts = ExampleFacts();
  facts.handles.clear();
  for (int i = 0; i < 9; ++i) {
    const std::string canonical = "vsx-handle-v1|document|P|QQB|XX000000" + std::to_string(i);
    const auto permitted = [&] { return Permitted(facts, Purpose::kProtectiveCheck); };
    facts.handles.push_back({domain::Handle::FromCanonical(canonical).value(), domain::HandleMark::kExact});
    const absl::StatusOr<SignedCopy> copy = SignExampleCopy(federation_, permitted());
    if (i < 8) {
      ASSERT_TRUE(copy.ok()) << copy.status();
      std::set<uint8_t> slots;
      for (const domain::Opening& opening : copy->openings) slots.insert(opening.slot);
      EXPECT_EQ(slots.size(), static_cast<size_t>(i) + 1);
    } else {
      EXPECT_EQ(ReasonOf(copy.status()), "TOO_MANY_HANDLES");
    }
  }
}

// No error repeats what was sent.
TEST_F(AttestationCopyTest, ErrorsHoldNothingOfThePerson) {
  const absl::Status status = Verify(SignBent(Purpose::kNotifyLevel2, [](v1::AttestationCopy& c) {
                                c.mutable_identity()->set_birth_date("5 April 1999");
                              })).status();
  EXPECT_EQ(status.ToString().find("1999"), std::string::npos) << status;
}

}  // namespace
}  // namespace vsx::statement
