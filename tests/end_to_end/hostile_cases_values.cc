#include <algorithm>

#include "crypto/hash.h"
#include "node/domain/calendar.h"
#include "tests/end_to_end/hostile_case.h"

// Values that this version does not know, and clocks that disagree.
namespace vsx::test {
namespace {

std::string DayAt(int64_t time) { return domain::CivilDate::FromTime({time}).ToString(); }

// What a check says of the person of a draft: the one match and the advice.
NodeView CheckOf(HostileStage& stage, const NoticeDraft& draft) {
  SamplePerson person;
  person.document_state = draft.notice.identity().documents(0).issuing_state();
  person.document_number = draft.notice.identity().documents(0).number();
  NodeView view = stage.Look(person);
  EXPECT_EQ(view.outcome, v1::CHECK_OUTCOME_HOLD);
  EXPECT_EQ(view.matches.size(), 1U);
  view.matches.resize(1);
  return view;
}

template <typename List, typename Value>
bool Has(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

void AddUnknownValues(HostileTable& cases) {
  cases["unknown-status-in-copy"] = TakenNotice(
      Documents::kInForce,
      [](NoticeDraft& draft) {
        draft.notice.set_status(static_cast<v1::CaseStatus>(kUnknownValue));
        draft.protective.set_status(static_cast<v1::CaseStatus>(kUnknownValue));
      },
      [](HostileStage& stage, const NoticeDraft& draft, const std::string&) {
        EXPECT_TRUE(Has(CheckOf(stage, draft).matches[0].qualifications(), v1::QUALIFICATION_STATUS_UNKNOWN));
      });
  cases["unknown-age-class-in-copy"] = TakenNotice(
      Documents::kInForce,
      [](NoticeDraft& draft) {
        draft.notice.set_age_class(static_cast<v1::AgeClass>(kUnknownValue));
        draft.protective.set_age_class(static_cast<v1::AgeClass>(kUnknownValue));
      },
      [](HostileStage& stage, const NoticeDraft& draft, const std::string&) {
        const NodeView view = CheckOf(stage, draft);
        EXPECT_EQ(view.matches[0].age_class(), v1::AGE_CLASS_PRESUMED_CHILD);
        EXPECT_TRUE(Has(view.advice, "CHILD_URGENT"));
        EXPECT_TRUE(view.matches[0].recognised_under_14_2());
      });
  cases["unknown-capacity-in-copy"] = TakenNotice(
      Documents::kInForce,
      [](NoticeDraft& draft) {
        draft.notice.set_capacity(static_cast<v1::Capacity>(kUnknownValue));
        draft.protective.set_capacity(static_cast<v1::Capacity>(kUnknownValue));
      },
      [](HostileStage& stage, const NoticeDraft& draft, const std::string&) {
        const NodeView view = CheckOf(stage, draft);
        EXPECT_FALSE(view.matches[0].recognised_under_14_2());
        EXPECT_NE(view.matches[0].capacity(), v1::CAPACITY_RECEIVING);
        EXPECT_FALSE(Has(view.advice, "CHILD_URGENT"));
      });
  cases["unknown-purpose-in-copy"] = BentNotice(
      [](HostileStage&, NoticeDraft& draft) { draft.notice.set_purpose(static_cast<v1::Purpose>(kUnknownValue)); });
  cases["unknown-field-from-agency"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const auto desk = stage.Officer("immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
    v1::CheckStatusRequest at_top = CheckBeforeRemoval(person.ByDocument());
    v1::CheckStatusRequest inside = at_top;
    at_top.GetReflection()->MutableUnknownFields(&at_top)->AddLengthDelimited(kUnknownFieldNumber, kExtraField);
    v1::PersonQuery* query = inside.mutable_person();
    query->GetReflection()->MutableUnknownFields(query)->AddLengthDelimited(kUnknownFieldNumber, kExtraField);
    return Attempt{person, [desk, at_top, inside] {
                     v1::CheckStatusResponse response;
                     return std::vector{desk->Call(&Status::CheckStatus, at_top, &response),
                                        desk->Call(&Status::CheckStatus, inside, &response)};
                   }};
  }};
  cases["unknown-fields-in-copy"] = TakenNotice(
      Documents::kInForce,
      [](NoticeDraft& draft) {
        v1::AttestationCopy extra;
        extra.GetReflection()->MutableUnknownFields(&extra)->AddLengthDelimited(kUnknownFieldNumber, kExtraField);
        draft.appended = extra.SerializeAsString();
      },
      [](HostileStage& stage, const NoticeDraft& draft, const std::string& receipt) {
        // The receipt is about the bytes as they were signed.
        EXPECT_EQ(ReadReceipt(stage, receipt).content.payload_sha256,
                  crypto::Sha256(draft.notice.SerializeAsString() + draft.appended));
        for (const std::string& item : stage.Look(SamplePerson()).inbox) {
          EXPECT_EQ(item.find(kExtraField), std::string::npos);
        }
      });
  cases["opening-does-not-open"] =
      BentNotice([](HostileStage&, NoticeDraft& draft) { draft.openings[0].set_slot(draft.openings[0].slot() + 1); });
}

void AddTimes(HostileTable& cases) {
  const auto as_it_is = [](NoticeDraft&) {};
  const auto nothing_more = [](HostileStage&, const NoticeDraft&, const std::string&) {};
  cases["expired-documents-delivery"] = TakenNotice(Documents::kExpired, as_it_is, nothing_more);
  cases["expired-documents-withdrawal"] = ObeyedWithdrawal(Documents::kExpired, 0);
  cases["clock-skew-sender"] = TakenNotice(
      Documents::kInForce,
      [](NoticeDraft& draft) {
        for (v1::AttestationCopy* copy : {&draft.notice, &draft.protective}) {
          copy->set_signed_on(DayAt(Now() + kDay));
          copy->set_date_identified(DayAt(Now() + kDay));
        }
      },
      [](HostileStage& stage, const NoticeDraft&, const std::string& receipt) {
        EXPECT_NEAR(static_cast<double>(ReadReceipt(stage, receipt).content.received_at.seconds),
                    static_cast<double>(Now()), 60);
      });
  cases["clock-skew-sender-withdrawal"] = ObeyedWithdrawal(Documents::kInForce, -kDay);
  cases["clock-skew-recipient"] = TakenNotice(Documents::kKeysOutOfTime, as_it_is, nothing_more);
  cases["clock-skew-recipient-withdrawal"] = ObeyedWithdrawal(Documents::kKeysOutOfTime, 0);
}

}  // namespace vsx::test
