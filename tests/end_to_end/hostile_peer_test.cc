#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <cctype>
#include <ctime>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "crypto/hash.h"
#include "crypto/sealed_box.h"
#include "crypto/signing_key.h"
#include "node/domain/calendar.h"
#include "node/statement/receipts.h"
#include "tests/end_to_end/hostile_stage.h"
#include "tests/end_to_end/hostile_table.h"

// The table of hostile input in proto/README.md, row by row, over real connections to a real node: status, reason and
// effect. A row without a case here, a case without a row, and an effect that nothing here knows how to see, all fail.
namespace vsx::test {
namespace {

constexpr int64_t kDay = 86400;
constexpr char kExtraField[] = "Hostilemark in a field of the future";
constexpr int kUnknownValue = 77;  // of any enum
constexpr int kUnknownFieldNumber = 1000;

std::string DayAt(int64_t time) { return domain::CivilDate::FromTime({time}).ToString(); }

// What a case does: `attack` makes one or more calls, all of which must end as the row says; `effect` looks at what the
// driver cannot see for itself.
struct Attempt {
  SamplePerson person;
  std::function<std::vector<grpc::Status>()> attack;
  std::function<void()> effect = [] {};
};

// Prepares (so what it sends first is no part of the attack) and gives the attack.
using Prepare = std::function<Attempt(HostileStage&)>;

// Which trust documents the stage has.
enum class Documents { kInForce, kExpired, kKeysOutOfTime };

struct HostileCase {
  Prepare prepare;
  Documents documents = Documents::kInForce;
};

// What a row's effect says, as far as the driver sees it.
enum class Effect { kNothing, kOneAuditEntryPerCall, kRecordsStay, kTaken, kErased };

const std::map<std::string, Effect>& Effects() {
  static const auto* const effects = new std::map<std::string, Effect>{
      {"nothing", Effect::kNothing},
      {"nothing; it is not opened", Effect::kNothing},
      {"nothing; no handler hears of it", Effect::kNothing},
      {"nothing; it stays erased", Effect::kNothing},
      {"nothing; it is not read", Effect::kNothing},
      {"nothing, the notice beside it included", Effect::kNothing},
      {"nothing but an audit entry", Effect::kOneAuditEntryPerCall},
      {"the handshake fails", Effect::kNothing},
      {"same receipt, nothing changes", Effect::kNothing},
      {"what the first erased stays erased, what the second names stays; both hashes are kept as evidence and the "
       "audit "
       "log says so",
       Effect::kRecordsStay},
      {"the first stays; both hashes are kept as evidence and the audit log says so", Effect::kRecordsStay},
      {"taken; a check answers HOLD", Effect::kTaken},
      {"taken; a check answers HOLD, qualified STATUS_UNKNOWN", Effect::kTaken},
      {"taken; the fields stay in the signed bytes and are never shown", Effect::kTaken},
      {"taken; the receipt has the recipient's time", Effect::kTaken},
      {"taken; a key past its time still speaks for its Party", Effect::kTaken},
      {"the copies are erased", Effect::kErased},
      {"the copies are erased; the receipt has the recipient's time", Effect::kErased},
  };
  return *effects;
}

// ---- pieces of cases

// Calls that need nothing prepared, about nobody in particular.
Attempt Calls(HostileStage& stage, std::function<std::vector<grpc::Status>()> attack) {
  return {stage.NextPerson(), std::move(attack)};
}

// One notification, bent before it is signed.
HostileCase BentNotice(const std::function<void(HostileStage&, NoticeDraft&)>& bend) {
  return {[bend](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    NoticeDraft draft = stage.peer().Draft(person);
    bend(stage, draft);
    const v1::DeliverRequest request = stage.peer().Notification(draft);
    return Attempt{person, [&stage, request] { return std::vector{stage.peer().Send(request).status}; }};
  }};
}

// One delivery, bent after it was sealed.
HostileCase BentDelivery(const std::function<void(v1::DeliverRequest&)>& bend) {
  return {[bend](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    v1::DeliverRequest request = stage.peer().Notification(stage.peer().Draft(person));
    bend(request);
    return Attempt{person, [&stage, request] { return std::vector{stage.peer().Send(request).status}; }};
  }};
}

// A sound notification, sent over a connection that shows `identity` at the peer port.
HostileCase PeerPortWith(const std::function<KeyAndCertificate(HostileStage&)>& identity) {
  return {[identity](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const v1::DeliverRequest request = stage.peer().Notification(stage.peer().Draft(person));
    const auto channel = stage.federation().DialPeerPort(HostileStage::kTarget, identity(stage));
    return Attempt{person, [channel, request] { return std::vector{DeliverOver(channel, request).status}; }};
  }};
}

std::shared_ptr<grpc::Channel> AgencyPort(HostileStage& stage, const KeyAndCertificate& identity) {
  return stage.federation().DialAgencyPort(HostileStage::kTarget, identity);
}

grpc::Status CheckOver(const std::shared_ptr<grpc::Channel>& channel, const SamplePerson& person) {
  const Agency agency(channel, "officer-1", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
  v1::CheckStatusResponse response;
  return agency.Call(&Status::CheckStatus, CheckBeforeRemoval(person.ByDocument()), &response);
}

// A certificate for KHM's node that its own CA issued, bent.
KeyAndCertificate PeerLeaf(HostileStage& stage, int64_t not_after_s) {
  LeafSpec leaf;
  leaf.uris = {std::string("vsx://") + HostileStage::kPeer + "/node/1"};
  leaf.dns_names = {"localhost"};
  leaf.not_after_s = not_after_s;
  return stage.federation().party(HostileStage::kPeer).ca.Issue(leaf);
}

statement::Verified<statement::DeliveryReceipt> ReadReceipt(HostileStage& stage, const std::string& envelope) {
  auto receipt = statement::VerifyDeliveryReceipt(stage.peer().trust(), envelope, Code(HostileStage::kTarget),
                                                  Code(HostileStage::kPeer), {Now()});
  EXPECT_TRUE(receipt.ok()) << receipt.status();
  return *std::move(receipt);
}

std::string MustBeTaken(HostileStage& stage, const v1::DeliverRequest& request) {
  DeliveryAnswer answer = stage.peer().Send(request);
  EXPECT_TRUE(answer.status.ok()) << "preparation: " << DetailOf(answer.status).reason();
  return answer.receipt;
}

// A notification that the node takes; `look` sees draft and receipt.
HostileCase TakenNotice(Documents documents, const std::function<void(NoticeDraft&)>& bend,
                        const std::function<void(HostileStage&, const NoticeDraft&, const std::string&)>& look) {
  const auto prepare = [bend, look](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    NoticeDraft draft = stage.peer().Draft(person);
    bend(draft);
    const v1::DeliverRequest request = stage.peer().Notification(draft);
    const auto receipt = std::make_shared<std::string>();
    return Attempt{person,
                   [&stage, request, receipt] {
                     const DeliveryAnswer answer = stage.peer().Send(request);
                     *receipt = answer.receipt;
                     return std::vector{answer.status};
                   },
                   [&stage, draft, receipt, look] { look(stage, draft, *receipt); }};
  };
  return {prepare, documents};
}

// A withdrawal that the node obeys, dated `clock_s` from now by the sender.
HostileCase ObeyedWithdrawal(Documents documents, int64_t clock_s) {
  const auto prepare = [clock_s](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const NoticeDraft draft = stage.peer().Draft(person);
    MustBeTaken(stage, stage.peer().Notification(draft));
    const v1::DeliverRequest request = stage.peer().Withdrawal(draft, RandomBytes(16), Now() + clock_s);
    const auto receipt = std::make_shared<std::string>();
    return Attempt{
        person,
        [&stage, request, receipt] {
          const DeliveryAnswer answer = stage.peer().Send(request);
          *receipt = answer.receipt;
          return std::vector{answer.status};
        },
        [&stage, receipt] {
          const auto erased = statement::VerifyErasureReceipt(
              stage.peer().trust(), *receipt, Code(HostileStage::kTarget), Code(HostileStage::kPeer), {Now()});
          ASSERT_TRUE(erased.ok()) << erased.status();
          EXPECT_NEAR(static_cast<double>(erased->content.erased_at.seconds), static_cast<double>(Now()), 60);
        }};
  };
  return {prepare, documents};
}

// `first` again, under a delivery id and sealing of its own and as the very same bytes: the first receipt comes back.
Attempt Replay(HostileStage& stage, const SamplePerson& person, const v1::DeliverRequest& first,
               const std::vector<v1::DeliverRequest>& again) {
  const std::string first_receipt = MustBeTaken(stage, first);
  const auto receipts = std::make_shared<std::vector<std::string>>();
  return {person,
          [&stage, again, receipts] {
            std::vector<grpc::Status> statuses;
            for (const v1::DeliverRequest& request : again) {
              const DeliveryAnswer answer = stage.peer().Send(request);
              receipts->push_back(answer.receipt);
              statuses.push_back(answer.status);
            }
            return statuses;
          },
          [first_receipt, receipts] {
            for (const std::string& receipt : *receipts) EXPECT_EQ(receipt, first_receipt);
          }};
}

// ---- the cases, in the table's order

using Table = std::map<std::string, HostileCase>;

void AddWrongSignatures(Table& cases) {
  cases["forged-signature"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const crypto::LocalSigner stranger(crypto::SigningKey::Generate());
    NoticeDraft by_stranger = stage.peer().Draft(person);
    by_stranger.signer = &stranger;
    // Rightly signed by another Party, and forwarded.
    NoticeDraft by_other_party = stage.peer().Draft(person);
    by_other_party.notice.set_issuer(HostileStage::kThird);
    by_other_party.protective.set_issuer(HostileStage::kThird);
    by_other_party.signer =
        *stage.federation().party(HostileStage::kThird).keystore->signer(crypto::KeyRole::kAttestation);
    // The content was changed after it was signed.
    const NoticeDraft draft = stage.peer().Draft(person);
    v1::Envelope altered;
    EXPECT_TRUE(altered.ParseFromString(stage.peer().SignCopy(draft, draft.notice)));
    altered.mutable_payload()->back() ^= 1;
    v1::DeliveryContent content;
    content.mutable_notification()->set_notice_envelope(altered.SerializeAsString());
    const std::vector<v1::DeliverRequest> requests = {
        stage.peer().Notification(by_stranger), stage.peer().Notification(by_other_party),
        stage.peer().Sealed(v1::DELIVERY_TYPE_NOTIFICATION, content.SerializeAsString())};
    return Attempt{person, [&stage, requests] {
                     std::vector<grpc::Status> statuses;
                     for (const auto& request : requests) statuses.push_back(stage.peer().Send(request).status);
                     return statuses;
                   }};
  }};
  cases["wrong-role"] =
      BentNotice([](HostileStage& stage, NoticeDraft& draft) { draft.signer = &stage.peer().operations(); });
  cases["wrong-recipient-copy"] = BentNotice([](HostileStage&, NoticeDraft& draft) {
    draft.notice.set_recipient(HostileStage::kThird);
    draft.protective.set_recipient(HostileStage::kThird);
  });
  // Sealed content that nobody can open shows that it is not tried.
  cases["wrong-recipient-delivery"] = BentDelivery([](v1::DeliverRequest& request) {
    request.set_recipient(HostileStage::kThird);
    request.set_sealed_content(std::string(kMarkedName) + RandomBytes(300));
  });
  cases["wrong-issuer-copy"] = BentNotice([](HostileStage&, NoticeDraft& draft) {
    draft.notice.set_issuer(HostileStage::kThird);
    draft.protective.set_issuer(HostileStage::kThird);
  });
}

void AddWrongConnections(Table& cases) {
  cases["ca-claims-other-party"] = PeerPortWith([](HostileStage& stage) {
    return stage.federation()
        .party(HostileStage::kThird)
        .ca.IssueFor(std::string("vsx://") + HostileStage::kPeer + "/node/1");
  });
  cases["agency-cert-on-peer-port"] = PeerPortWith([](HostileStage& stage) {
    return stage.federation().AgencyCertificate(HostileStage::kPeer, "counter-trafficking", "hostile-post");
  });
  cases["node-cert-on-agency-port"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const auto channel = AgencyPort(stage, stage.federation().party(HostileStage::kTarget).node_certificate);
    return Attempt{person, [channel, person] { return std::vector{CheckOver(channel, person)}; }};
  }};
  cases["no-client-cert"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const v1::DeliverRequest request = stage.peer().Notification(stage.peer().Draft(person));
    const auto peer_port = stage.federation().DialPeerPort(HostileStage::kTarget, {});
    const auto agency_port = AgencyPort(stage, {});
    return Attempt{person, [=] {
                     return std::vector{DeliverOver(peer_port, request).status, CheckOver(agency_port, person)};
                   }};
  }};
  // gRPC's own client cannot be made to offer less; UNAVAILABLE is what it makes of a handshake that fails.
  cases["tls12"] = {[](HostileStage& stage) {
    const auto try_tls = [&stage](int version) {
      FederationParty& target = stage.federation().party(HostileStage::kTarget);
      const KeyAndCertificate agency =
          stage.federation().AgencyCertificate(HostileStage::kTarget, "immigration", "hostile-post");
      return std::vector<bool>{ShakesHands(target.peer_port.number(), version,
                                           stage.federation().party(HostileStage::kPeer).node_certificate),
                               ShakesHands(target.agency_port.number(), version, agency)};
    };
    EXPECT_EQ(try_tls(TLS1_3_VERSION), std::vector<bool>({true, true}));
    return Calls(stage, [try_tls] {
      std::vector<grpc::Status> statuses;
      for (const bool through : try_tls(TLS1_2_VERSION)) {
        statuses.push_back(through ? grpc::Status::OK : grpc::Status(grpc::StatusCode::UNAVAILABLE, "handshake"));
      }
      return statuses;
    });
  }};
  cases["expired-certificate"] = PeerPortWith([](HostileStage& stage) { return PeerLeaf(stage, -60); });
  cases["self-signed"] = PeerPortWith([](HostileStage&) {
    LeafSpec leaf;
    leaf.uris = {std::string("vsx://") + HostileStage::kPeer + "/node/1"};
    leaf.dns_names = {"localhost"};
    return SelfSigned(leaf);
  });
}

void AddRepetitions(Table& cases) {
  cases["replay-notification"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const NoticeDraft draft = stage.peer().Draft(person);
    const v1::DeliverRequest first = stage.peer().Notification(draft);
    return Replay(stage, person, first, {first, stage.peer().Notification(draft)});
  }};
  cases["replay-withdrawal"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const NoticeDraft draft = stage.peer().Draft(person);
    MustBeTaken(stage, stage.peer().Notification(draft));
    const std::string id = RandomBytes(16);
    const int64_t now = Now();
    const v1::DeliverRequest first = stage.peer().Withdrawal(draft, id, now);
    return Replay(stage, person, first, {first, stage.peer().Withdrawal(draft, id, now)});
  }};
  cases["conflicting-content"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const NoticeDraft draft = stage.peer().Draft(person);
    MustBeTaken(stage, stage.peer().Notification(draft));
    NoticeDraft other = draft;
    other.notice.set_date_identified("2020-01-01");
    const v1::DeliverRequest request = stage.peer().Notification(other);
    const size_t before = stage.Look(person).audit.size();
    return Attempt{person, [&stage, request] { return std::vector{stage.peer().Send(request).status}; },
                   [&stage, person, before] {
                     const NodeView view = stage.Look(person);
                     ASSERT_EQ(view.audit.size(), before + 1);
                     EXPECT_EQ(view.audit.back(), "Deliver STATEMENT_CONFLICT");
                     EXPECT_EQ(view.outcome, v1::CHECK_OUTCOME_HOLD);
                   }};
  }};
  cases["conflicting-withdrawal"] = {[](HostileStage& stage) {
    const SamplePerson erased = stage.NextPerson();
    const NoticeDraft first = stage.peer().Draft(erased);
    MustBeTaken(stage, stage.peer().Notification(first));
    const SamplePerson person = stage.NextPerson();
    const NoticeDraft second = stage.peer().Draft(person);
    MustBeTaken(stage, stage.peer().Notification(second));
    const std::string id = RandomBytes(16);
    MustBeTaken(stage, stage.peer().Withdrawal(first, id, Now()));
    const v1::DeliverRequest request = stage.peer().Withdrawal(second, id, Now());
    const size_t before = stage.Look(person).audit.size();
    return Attempt{person, [&stage, request] { return std::vector{stage.peer().Send(request).status}; },
                   [&stage, person, erased, before] {
                     const NodeView view = stage.Look(person);
                     ASSERT_EQ(view.audit.size(), before + 1);
                     EXPECT_EQ(view.audit.back(), "Deliver STATEMENT_CONFLICT");
                     EXPECT_EQ(view.outcome, v1::CHECK_OUTCOME_HOLD);
                     EXPECT_TRUE(stage.Look(erased).matches.empty());
                   }};
  }};
  cases["withdrawn-then-redelivered"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const NoticeDraft draft = stage.peer().Draft(person);
    MustBeTaken(stage, stage.peer().Notification(draft));
    MustBeTaken(stage, stage.peer().Withdrawal(draft, RandomBytes(16), Now()));
    const v1::DeliverRequest again = stage.peer().Notification(draft);
    return Attempt{person, [&stage, again] { return std::vector{stage.peer().Send(again).status}; },
                   [&stage, person] {
                     EXPECT_EQ(stage.Look(person).outcome, v1::CHECK_OUTCOME_INCOMPLETE);
                     EXPECT_TRUE(stage.Look(person).matches.empty());
                   }};
  }};
}

void AddBadBytes(Table& cases) {
  cases["oversized-message"] = BentDelivery([](v1::DeliverRequest& request) {
    request.set_sealed_content(std::string(kMarkedName) + RandomBytes(size_t{256} * 1024));
  });
  // Rightly sealed, so that size alone is wrong.
  cases["oversized-sealed"] = {[](HostileStage& stage) {
    const std::string content = kMarkedName + std::string(size_t{64} * 1024, 'x');
    const v1::DeliverRequest request = stage.peer().Sealed(v1::DELIVERY_TYPE_NOTIFICATION, content);
    return Calls(stage, [&stage, request] { return std::vector{stage.peer().Send(request).status}; });
  }};
  cases["truncated-sealed"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const v1::DeliverRequest whole = stage.peer().Notification(stage.peer().Draft(person));
    return Attempt{person, [&stage, whole] {
                     std::vector<grpc::Status> statuses;
                     const size_t size = whole.sealed_content().size();
                     for (const size_t kept : {size_t{0}, size_t{1}, size_t{5}, size_t{85}, size_t{109}, size_t{124},
                                               size_t{125}, size / 2, size - 16, size - 1}) {
                       v1::DeliverRequest cut = whole;
                       cut.mutable_sealed_content()->resize(kept);
                       statuses.push_back(stage.peer().Send(cut).status);
                     }
                     return statuses;
                   }};
  }};
  cases["random-sealed"] = {[](HostileStage& stage) {
    return Calls(stage, [&stage] {
      std::vector<grpc::Status> statuses;
      for (const size_t size : {16, 125, 126, 1000, 65536}) {
        v1::DeliverRequest request = stage.peer().Sealed(v1::DELIVERY_TYPE_WITHDRAWAL, kMarkedName);
        request.set_sealed_content(RandomBytes(size));
        statuses.push_back(stage.peer().Send(request).status);
      }
      return statuses;
    });
  }};
  // What begins with an endless number is no message, whatever follows.
  cases["random-bytes-as-message"] = {[](HostileStage& stage) {
    return Calls(stage, [&stage] {
      std::vector<grpc::Status> statuses;
      for (const size_t size : {0, 40, 100000}) {
        statuses.push_back(stage.peer().SendBytes(std::string(11, '\xff') + kMarkedName + RandomBytes(size)));
      }
      return statuses;
    });
  }};
  cases["unknown-delivery-type"] =
      BentDelivery([](v1::DeliverRequest& request) { request.set_type(static_cast<v1::DeliveryType>(kUnknownValue)); });
  cases["bad-id-length"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const v1::DeliverRequest request = stage.peer().Notification(stage.peer().Draft(person));
    return Attempt{person, [&stage, request] {
                     std::vector<grpc::Status> statuses;
                     for (const std::string& id : {std::string(), std::string(kMarkedName), RandomBytes(17)}) {
                       v1::DeliverRequest bent = request;
                       bent.set_delivery_id(id);
                       statuses.push_back(stage.peer().Send(bent).status);
                     }
                     return statuses;
                   }};
  }};
}

void AddUnknownValues(Table& cases) {
  cases["unknown-status-in-copy"] = TakenNotice(
      Documents::kInForce,
      [](NoticeDraft& draft) {
        draft.notice.set_status(static_cast<v1::CaseStatus>(kUnknownValue));
        draft.protective.set_status(static_cast<v1::CaseStatus>(kUnknownValue));
      },
      [](HostileStage& stage, const NoticeDraft& draft, const std::string&) {
        SamplePerson person;
        person.document_state = draft.notice.identity().documents(0).issuing_state();
        person.document_number = draft.notice.identity().documents(0).number();
        const NodeView view = stage.Look(person);
        ASSERT_EQ(view.matches.size(), 1U);
        const auto& qualifications = view.matches[0].qualifications();
        EXPECT_NE(std::find(qualifications.begin(), qualifications.end(), v1::QUALIFICATION_STATUS_UNKNOWN),
                  qualifications.end());
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

void AddTimes(Table& cases) {
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

void AddAgencies(Table& cases) {
  cases["officer-missing"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const auto desk = stage.Officer("immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
    return Attempt{person, [desk, person] {
                     std::vector<grpc::Status> statuses;
                     for (const std::string& officer : {std::string(), person.name, std::string(65, 'x')}) {
                       v1::CheckStatusRequest request = CheckBeforeRemoval(person.ByName());
                       request.mutable_context()->set_officer(officer);
                       request.mutable_context()->set_purpose(v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
                       v1::CheckStatusResponse response;
                       statuses.push_back(desk->Call(&Status::CheckStatus, request, &response));
                     }
                     return statuses;
                   }};
  }};
  const auto checks_for = [](const std::vector<int>& purposes) {
    return HostileCase{[purposes](HostileStage& stage) {
      const SamplePerson person = stage.NextPerson();
      const auto desk = stage.Officer("immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
      return Attempt{person, [desk, person, purposes] {
                       std::vector<grpc::Status> statuses;
                       for (const int purpose : purposes) {
                         v1::CheckStatusRequest request = CheckBeforeRemoval(person.ByName());
                         request.mutable_context()->set_officer("officer-1");
                         request.mutable_context()->set_purpose(static_cast<v1::AccessPurpose>(purpose));
                         v1::CheckStatusResponse response;
                         statuses.push_back(desk->Call(&Status::CheckStatus, request, &response));
                       }
                       return statuses;
                     }};
    }};
  };
  cases["purpose-missing"] = checks_for({v1::ACCESS_PURPOSE_UNSPECIFIED});
  cases["wrong-purpose"] = checks_for(
      {v1::ACCESS_PURPOSE_CONSULAR_CHECK, v1::ACCESS_PURPOSE_CASE_MANAGEMENT, v1::ACCESS_PURPOSE_AUDIT, kUnknownValue});
}

Table AllCases() {
  Table cases;
  AddWrongSignatures(cases);
  AddWrongConnections(cases);
  AddRepetitions(cases);
  AddBadBytes(cases);
  AddUnknownValues(cases);
  AddTimes(cases);
  AddAgencies(cases);
  return cases;
}

// ---- the driver

FederationOptions OptionsFor(Documents documents) {
  FederationOptions options;
  if (documents == Documents::kExpired) {
    options.manifest_expires_in_s = -kDay;
    options.records_expire_in_s = -kDay;
  }
  if (documents == Documents::kKeysOutOfTime) {
    // To the node, what a recipient's clock that is wrong either way makes of the documents: attestation keys that are
    // past their time, operations keys whose time has not come.
    options.bend_record = [](v1::PartyRecord& record) {
      for (v1::PartyKey& key : *record.mutable_keys()) {
        if (key.role() == v1::KEY_ROLE_ATTESTATION) {
          key.set_valid_from(Now() - 30 * kDay);
          key.set_valid_until(Now() - kDay);
        } else if (key.role() == v1::KEY_ROLE_OPERATIONS) {
          key.set_valid_from(Now() + kDay);
          key.set_valid_until(Now() + 30 * kDay);
        }
      }
    };
  }
  return options;
}

std::string NameOf(grpc::StatusCode code) {
  static const auto* const names =
      new std::map<grpc::StatusCode, std::string>{{grpc::StatusCode::OK, "OK"},
                                                  {grpc::StatusCode::INVALID_ARGUMENT, "INVALID_ARGUMENT"},
                                                  {grpc::StatusCode::PERMISSION_DENIED, "PERMISSION_DENIED"},
                                                  {grpc::StatusCode::UNAUTHENTICATED, "UNAUTHENTICATED"},
                                                  {grpc::StatusCode::UNAVAILABLE, "UNAVAILABLE"},
                                                  {grpc::StatusCode::ALREADY_EXISTS, "ALREADY_EXISTS"},
                                                  {grpc::StatusCode::FAILED_PRECONDITION, "FAILED_PRECONDITION"},
                                                  {grpc::StatusCode::RESOURCE_EXHAUSTED, "RESOURCE_EXHAUSTED"},
                                                  {grpc::StatusCode::INTERNAL, "INTERNAL"}};
  const auto found = names->find(code);
  return found == names->end() ? "status " + std::to_string(code) : found->second;
}

size_t CountOf(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

// How the node stands after an attack, against how it stood before.
void ExpectEffect(Effect effect, size_t calls, const NodeView& before, const NodeView& after) {
  switch (effect) {
    case Effect::kNothing:
      EXPECT_TRUE(after.SameRecords(before));
      EXPECT_EQ(after.audit, before.audit);
      return;
    case Effect::kOneAuditEntryPerCall:
      EXPECT_TRUE(after.SameRecords(before));
      ASSERT_EQ(after.audit.size(), before.audit.size() + calls);
      EXPECT_EQ(after.audit.back(), "CheckStatus ACCESS_DENIED");
      return;
    case Effect::kRecordsStay:
      EXPECT_TRUE(after.SameRecords(before));
      return;
    case Effect::kTaken:
      EXPECT_EQ(before.outcome, v1::CHECK_OUTCOME_INCOMPLETE);
      EXPECT_EQ(after.outcome, v1::CHECK_OUTCOME_HOLD);
      EXPECT_EQ(after.matches.size(), 1U);
      EXPECT_EQ(after.inbox.size(), before.inbox.size() + 1);
      return;
    case Effect::kErased:
      EXPECT_EQ(before.outcome, v1::CHECK_OUTCOME_HOLD);
      EXPECT_EQ(after.outcome, v1::CHECK_OUTCOME_INCOMPLETE);
      EXPECT_TRUE(after.matches.empty());
      EXPECT_EQ(after.inbox.size() + 1, before.inbox.size());
      return;
  }
}

// What the node logged of it: one line a call that reached the gate, with the reason, and who called once that is
// known.
void ExpectLogged(const HostileRow& row, size_t calls, const std::string& logged) {
  if (row.reason == "-") return;
  EXPECT_EQ(CountOf(logged, "\"reason\":\"" + row.reason + "\""), calls) << logged;
  if (row.status != "UNAUTHENTICATED") {
    EXPECT_EQ(CountOf(logged, row.sender == "agency" ? "/hostile-post\"" : "\"caller\":\"vsx://KHM/node/1\""), calls)
        << logged;
  }
}

void Run(const HostileRow& row, const HostileCase& hostile, HostileStage& stage) {
  const Attempt attempt = hostile.prepare(stage);
  const NodeView before = stage.Look(attempt.person);
  const size_t logged_before = stage.Log().size();
  const std::vector<grpc::Status> statuses = attempt.attack();
  const std::string logged = stage.Log().substr(logged_before);
  ASSERT_FALSE(statuses.empty());
  for (const grpc::Status& status : statuses) {
    const std::string reason = DetailOf(status).reason();
    EXPECT_EQ(NameOf(status.error_code()), row.status) << status.error_message();
    EXPECT_EQ(reason.empty() ? "-" : reason, row.reason) << status.error_message();
    EXPECT_EQ(status.error_message().find(kMarkedName), std::string::npos);
  }
  ExpectLogged(row, statuses.size(), logged);
  const auto effect = Effects().find(row.effect);
  ASSERT_NE(effect, Effects().end()) << "no check knows the effect '" << row.effect << "'";
  ExpectEffect(effect->second, statuses.size(), before, stage.Look(attempt.person));
  attempt.effect();
}

// No marker in what the stopped node leaves behind in its log and its output, as text or in hexadecimal.
void ExpectNoPersonInLog(HostileStage& stage) {
  EXPECT_EQ(stage.Stop(), 0);
  const std::string log = absl::AsciiStrToLower(stage.Log());
  ASSERT_NE(log.find("vsx://tha/agency/immigration/observer"), std::string::npos) << "this is not the node's log";
  for (const std::string marker : {kMarkedName, kMarkedNumber, kMarkedBirthDate}) {
    const std::string text = absl::AsciiStrToLower(marker);
    EXPECT_EQ(log.find(text), std::string::npos) << marker;
    EXPECT_EQ(log.find(absl::BytesToHexString(marker)), std::string::npos) << marker << " in hexadecimal";
  }
}

std::vector<HostileRow> Rows() { return ReadHostileTable(std::string(VSX_SOURCE_DIR) + "/proto/README.md"); }

void RunAll(Documents documents) {
  const Table cases = AllCases();
  HostileStage stage(OptionsFor(documents));
  ASSERT_TRUE(stage.Start());
  for (const HostileRow& row : Rows()) {
    const auto found = cases.find(row.id);
    if (found == cases.end() || found->second.documents != documents) continue;
    SCOPED_TRACE(row.id + ": " + row.what);
    Run(row, found->second, stage);
  }
  ExpectNoPersonInLog(stage);
}

TEST(HostilePeerTest, EveryRowHasACaseAndEveryCaseARow) {
  std::set<std::string> rows;
  for (const HostileRow& row : Rows()) EXPECT_TRUE(rows.insert(row.id).second) << row.id << " stands there twice";
  std::set<std::string> cases;
  for (const auto& [id, hostile] : AllCases()) cases.insert(id);
  EXPECT_EQ(rows, cases);
}

TEST(HostilePeerTest, EveryRowEndsAsTheTableSays) { RunAll(Documents::kInForce); }
TEST(HostilePeerTest, DeliveriesAndWithdrawalsGoOnWhileTrustDocumentsAreExpired) { RunAll(Documents::kExpired); }
TEST(HostilePeerTest, DeliveriesAndWithdrawalsGoOnWhereClockAndKeysDisagree) { RunAll(Documents::kKeysOutOfTime); }

}  // namespace
}  // namespace vsx::test
