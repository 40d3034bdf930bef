#include "node/service/reconcile_copies.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "node/domain/consent_policy.h"
#include "node/service/case_access.h"
#include "node/service/copy_digest.h"
#include "node/service/delivery_history.h"
#include "node/service/outward_streams.h"
#include "node/statement/attestation_copy.h"
#include "node/statement/delivery_content.h"
#include "node/statement/withdrawal.h"

namespace vsx::service {
namespace {

using domain::CopyId;
using domain::DeliveryState;
using domain::OutboxItem;
using domain::PartyCode;
using domain::Purpose;
using domain::SignedCopy;
using domain::StatementId;

constexpr std::array kCopyPurposes = {Purpose::kNotifyLevel1, Purpose::kNotifyLevel2, Purpose::kProtectiveCheck,
                                      Purpose::kConsularAssistance, Purpose::kPresented};

// The work on one case; lives for one call.
class Reconciliation {
 public:
  Reconciliation(const NodeContext& node, const store::LoadedCase& before, domain::CaseRecord& after,
                 const std::vector<const domain::CaseRecord*>& linked, store::WriteBatch& batch)
      : node_(node),
        before_(before),
        after_(after),
        batch_(batch),
        now_(node.clock.Now()),
        today_(domain::CivilDate::FromTime(now_)) {
    linked_.reserve(linked.size());
    for (const domain::CaseRecord* other : linked) linked_.push_back(LinkTo(after, *other));
  }

  absl::StatusOr<CopyChanges> Run(const store::Snapshot& snapshot) {
    absl::StatusOr<std::vector<SignedCopy>> copies = node_.cases.LoadCopies(snapshot, before_);
    if (!copies.ok()) return copies.status();
    absl::StatusOr<store::DeliveriesOfCase> of_case = node_.outbox.LoadOfCase(snapshot, after_.id);
    if (!of_case.ok()) return of_case.status();
    const std::vector<store::LoadedDelivery>& deliveries = of_case->deliveries;
    std::set<PartyCode> unclear;  // of a delivery to them nothing can be read
    for (const store::DeliveryRef& damaged : of_case->damaged) unclear.insert(damaged.recipient);
    for (SignedCopy& copy : *copies) copies_.emplace(std::pair(copy.recipient, copy.purpose), std::move(copy));

    // Every Party that the manifest names, and every Party that still has something: one that was suspended or left
    // gets nothing new, and what it has is recalled all the same.
    std::set<PartyCode> parties;
    for (const PartyCode& party : node_.trust.ActiveParties()) parties.insert(party);
    for (const store::LoadedDelivery& delivery : deliveries) parties.insert(delivery.item.recipient);
    parties.insert(unclear.begin(), unclear.end());
    for (const auto& [key, copy] : copies_) parties.insert(key.first);
    parties.erase(node_.own_party());

    for (const PartyCode& party : parties) {
      DeliveryHistory history = HistoryWith(party, deliveries);
      if (unclear.contains(party)) AddAllThatMayBeThere(party, history);
      // Nothing new goes to a Party that is not in force, and nothing new of a case that was revoked; what they have
      // is recalled all the same when consent ends.
      const bool frozen = after_.revocation.has_value() || !node_.trust.IsActive(party);
      if (absl::Status status = SignCopies(party, frozen, history); !status.ok()) return status;
      if (absl::Status status = Deliver(party, frozen, history); !status.ok()) return status;
    }
    return changes_;
  }

 private:
  domain::ConsentQuestion Ask(const PartyCode& recipient, Purpose purpose) const {
    return {.record = ConsentInForce(after_),
            .facts = after_.facts,
            .linked = linked_,
            .own_party = node_.own_party(),
            .recipient = recipient,
            .purpose = purpose,
            .today = today_,
            .person_is_adult_now = IsAdultOn(after_.facts, today_),
            .asking_agency = {}};
  }

  SignedCopy* FindCopy(const PartyCode& recipient, Purpose purpose) {
    const auto found = copies_.find({recipient, purpose});
    return found == copies_.end() ? nullptr : &found->second;
  }

  // A delivery that cannot be read may have brought any copy that is signed for the Party and was not recalled since.
  void AddAllThatMayBeThere(const PartyCode& party, DeliveryHistory& history) const {
    std::set<CopyId> recalled;
    for (const store::LoadedDelivery* delivery : history.deliveries) {
      if (delivery->item.type != domain::DeliveryType::kWithdrawal) continue;
      recalled.insert(delivery->item.copy_ids.begin(), delivery->item.copy_ids.end());
    }
    for (const auto& [key, copy] : copies_) {
      if (key.first != party) continue;
      history.ever_sent.insert(copy.id);
      if (IsDelivered(key.second) && !recalled.contains(copy.id)) history.there.insert(copy.id);
    }
  }

  // Whether copies for this purpose are delivered; the others only wait to be asked for.
  static bool IsDelivered(Purpose purpose) {
    return purpose == Purpose::kNotifyLevel1 || purpose == Purpose::kNotifyLevel2 ||
           purpose == Purpose::kProtectiveCheck;
  }

  // Brings the signed copies for one Party in line with the policy.
  absl::Status SignCopies(const PartyCode& party, bool frozen, const DeliveryHistory& history) {
    for (const Purpose purpose : kCopyPurposes) {
      const std::optional<domain::PermittedCopy> permitted = domain::PermitCopy(Ask(party, purpose));
      const SignedCopy* present = FindCopy(party, purpose);
      if (!permitted.has_value()) {
        if (present == nullptr) continue;
        node_.cases.DeleteCopy(batch_, before_, present->id);
        copies_.erase({party, purpose});
        changes_.any = true;
        continue;
      }
      if (frozen) continue;
      const std::string digest = CopyContentDigest(*permitted);
      if (present != nullptr && present->content_digest == digest) continue;
      if (absl::Status status = SignCopy(*permitted, digest, present, history); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // The copy at the recipient whose place a new one for `purpose` takes. A notice with identity takes the place of one
  // without; the other way round is a restriction, and the one with identity is recalled.
  static std::optional<CopyId> Replaced(Purpose purpose, const DeliveryHistory& history) {
    if (purpose == Purpose::kNotifyLevel2) return history.notice;
    if (purpose == Purpose::kNotifyLevel1 && !history.notice_has_identity) return history.notice;
    if (purpose == Purpose::kProtectiveCheck) return history.protective;
    return std::nullopt;
  }

  absl::Status SignCopy(const domain::PermittedCopy& permitted, const std::string& digest, const SignedCopy* present,
                        const DeliveryHistory& history) {
    const OutwardStream random = OpenCopyStream(node_, after_.id, permitted.recipient(), permitted.purpose());
    SignedCopy copy{.id = *CopyId::FromBytes(random->Bytes(CopyId::kSize)),
                    .recipient = permitted.recipient(),
                    .purpose = permitted.purpose()};
    const std::optional<CopyId> replaces = Replaced(copy.purpose, history);
    absl::StatusOr<statement::SignedCopy> signed_copy = statement::SignAttestationCopy(
        permitted, {.issuer = node_.own_party(), .copy_id = copy.id, .replaces = replaces, .signed_on = today_},
        *random, node_.attestation_signer);
    if (!signed_copy.ok()) return signed_copy.status();
    if (replaces.has_value()) copy.replaces = std::string(replaces->bytes());
    copy.content_digest = digest;
    copy.envelope = std::move(signed_copy->envelope);
    copy.payload_sha256 = std::move(signed_copy->payload_sha256);
    copy.openings = std::move(signed_copy->openings);
    copy.signed_at = now_;
    if (present != nullptr) node_.cases.DeleteCopy(batch_, before_, present->id);
    node_.cases.PutCopy(batch_, before_, copy);  // `present` ends here
    if (permitted.handling().has_value() && permitted.handling()->access_notice_wanted) {
      node_.access_notices.PutOwner(batch_, before_, copy.id, copy.recipient);
    }
    const std::pair key(copy.recipient, copy.purpose);
    copies_.insert_or_assign(key, std::move(copy));
    changes_.any = true;
    return absl::OkStatus();
  }

  // What a sending Party should have: its notice, and beside it the protective copy that answers checks.
  struct Wanted {
    const SignedCopy* notice = nullptr;
    const SignedCopy* protective = nullptr;

    std::vector<CopyId> Ids() const {
      std::vector<CopyId> ids;
      for (const SignedCopy* copy : {notice, protective}) {
        if (copy != nullptr) ids.push_back(copy->id);
      }
      return ids;
    }
    std::vector<CopyId> IdsAndReplaced() const {
      std::vector<CopyId> ids = Ids();
      for (const SignedCopy* copy : {notice, protective}) {
        if (copy != nullptr && !copy->replaces.empty()) ids.push_back(*CopyId::FromBytes(copy->replaces));
      }
      return ids;
    }
  };

  Wanted WantedAt(const PartyCode& party) {
    Wanted wanted;
    const SignedCopy* level_2 = FindCopy(party, Purpose::kNotifyLevel2);
    wanted.notice = level_2 != nullptr ? level_2 : FindCopy(party, Purpose::kNotifyLevel1);
    if (level_2 != nullptr && domain::MayOpenProtectiveCopy(Ask(party, Purpose::kProtectiveCheck))) {
      wanted.protective = FindCopy(party, Purpose::kProtectiveCheck);
    }
    return wanted;
  }

  // `copy` may be null, and lies in copies_.
  absl::Status SignAnewIfSent(const SignedCopy* copy, const DeliveryHistory& history) {
    if (copy == nullptr || !history.ever_sent.contains(copy->id)) return absl::OkStatus();
    const std::optional<domain::PermittedCopy> permitted = domain::PermitCopy(Ask(copy->recipient, copy->purpose));
    if (!permitted.has_value()) return absl::InternalError("a copy is kept that is not permitted");
    return SignCopy(*permitted, copy->content_digest, copy, history);
  }

  // Brings what a sending Party was sent in line with what it should have.
  absl::Status Deliver(const PartyCode& party, bool frozen, const DeliveryHistory& history) {
    Wanted wanted = WantedAt(party);
    const bool nothing_wanted_nothing_there =
        wanted.notice == nullptr && !history.last_notified.has_value() && history.there.empty();
    if (nothing_wanted_nothing_there || (wanted.notice != nullptr && history.last_notified == wanted.Ids())) {
      return absl::OkStatus();
    }
    if (!frozen) {
      // One of the two copies may be as it was: it gets a new id too, since the recipient takes an id only once.
      if (absl::Status status = SignAnewIfSent(wanted.notice, history); !status.ok()) return status;
      if (absl::Status status = SignAnewIfSent(wanted.protective, history); !status.ok()) return status;
      wanted = WantedAt(party);
    }

    if (absl::Status status = StopWaiting(party, history); !status.ok()) return status;
    const std::vector<CopyId> stays = wanted.IdsAndReplaced();
    std::vector<CopyId> recall;
    for (const CopyId& id : history.there) {
      if (std::find(stays.begin(), stays.end(), id) == stays.end()) recall.push_back(id);
    }
    // Where checks go on being answered, the new copy comes before the recall of old ones, so that nobody falls between
    // the two; in a restriction, the recall comes first.
    const bool notify = wanted.notice != nullptr && !frozen;
    const bool protection_goes_on = notify && wanted.protective != nullptr;
    if (absl::Status status = StopRevocations(recall, history); !status.ok()) return status;
    if (protection_goes_on) QueueNotification(party, *wanted.notice, wanted.protective);
    if (absl::Status status = QueueWithdrawals(party, recall); !status.ok()) return status;
    if (notify && !protection_goes_on) QueueNotification(party, *wanted.notice, nullptr);
    return absl::OkStatus();
  }

  // Takes back notifications of which no byte has left; of claimed ones, only further attempts.
  absl::Status StopWaiting(const PartyCode& party, const DeliveryHistory& history) {
    for (const store::LoadedDelivery* delivery : history.deliveries) {
      if (delivery->item.type != domain::DeliveryType::kNotification || delivery->item.content.empty()) continue;
      OutboxItem item = delivery->item;
      item.content.clear();
      if (item.state == DeliveryState::kQueued) {
        item.state = DeliveryState::kStopped;
        AddOnce(changes_.stopped_before_sending, party);
      }
      changes_.any = true;
      if (absl::Status status = node_.outbox.PutChanged(batch_, *delivery, item); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // Takes back revocations of nothing but what is recalled now: erased is more than revoked.
  absl::Status StopRevocations(const std::vector<CopyId>& recall, const DeliveryHistory& history) {
    for (const store::LoadedDelivery* delivery : history.deliveries) {
      if (delivery->item.type != domain::DeliveryType::kRevocation || !domain::StillToSend(delivery->item)) continue;
      const std::vector<CopyId>& revoked = delivery->item.copy_ids;
      const bool all_recalled = std::all_of(revoked.begin(), revoked.end(), [&](const CopyId& id) {
        return std::find(recall.begin(), recall.end(), id) != recall.end();
      });
      if (!all_recalled) continue;
      OutboxItem item = delivery->item;
      item.content.clear();
      if (item.state == DeliveryState::kQueued) item.state = DeliveryState::kStopped;
      if (absl::Status status = node_.outbox.PutChanged(batch_, *delivery, item); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  OutboxItem NewItem(const PartyCode& party, domain::DeliveryType type, crypto::RandomSource& random) {
    OutboxItem item{.id = *StatementId::FromBytes(random.Bytes(StatementId::kSize)),
                    .recipient = party,
                    .type = type,
                    .case_id = after_.id};
    item.case_sequence = after_.next_delivery++;
    item.queued_at = now_;
    item.next_attempt_at = now_;
    changes_.any = true;
    AddOnce(changes_.queued_for, party);
    return item;
  }

  void QueueNotification(const PartyCode& party, const SignedCopy& notice, const SignedCopy* protective) {
    const OutwardStream random = OpenDeliveryStream(node_, after_.id, party, domain::DeliveryType::kNotification);
    OutboxItem item = NewItem(party, domain::DeliveryType::kNotification, *random);
    item.level_2 = notice.purpose == Purpose::kNotifyLevel2;
    item.copy_ids.push_back(notice.id);
    if (protective != nullptr) item.copy_ids.push_back(protective->id);
    statement::NotificationContent content;
    content.notice_envelope = notice.envelope;
    if (protective != nullptr) {
      content.protective_envelope = protective->envelope;
      content.openings = protective->openings;
    }
    item.content = statement::EncodeNotification(content);
    item.statement_type = std::string(statement::PayloadType(statement::StatementType::kAttestationCopy));
    item.statement_id = std::string(notice.id.bytes());
    item.payload_sha256 = notice.payload_sha256;
    if (protective != nullptr) item.protective_sha256 = protective->payload_sha256;
    node_.outbox.PutNew(batch_, item, before_.key);
  }

  // As many as it takes: a withdrawal must not fail because there is much to withdraw.
  absl::Status QueueWithdrawals(const PartyCode& party, const std::vector<CopyId>& copies) {
    for (size_t first = 0; first < copies.size(); first += statement::kMostCopiesOfAStatement) {
      const size_t last = std::min(copies.size(), first + statement::kMostCopiesOfAStatement);
      absl::Status queued = QueueWithdrawal(party, {copies.begin() + static_cast<std::ptrdiff_t>(first),
                                                    copies.begin() + static_cast<std::ptrdiff_t>(last)});
      if (!queued.ok()) return queued;
    }
    return absl::OkStatus();
  }

  absl::Status QueueWithdrawal(const PartyCode& party, const std::vector<CopyId>& copies) {
    const OutwardStream random = OpenDeliveryStream(node_, after_.id, party, domain::DeliveryType::kWithdrawal);
    OutboxItem item = NewItem(party, domain::DeliveryType::kWithdrawal, *random);
    const StatementId id = *StatementId::FromBytes(random->Bytes(StatementId::kSize));
    absl::StatusOr<statement::SignedStatement> withdrawal = statement::SignWithdrawal(
        {.issuer = node_.own_party(), .recipient = party, .id = id, .copy_ids = copies, .withdrawn_at = now_},
        node_.operations_signer);
    if (!withdrawal.ok()) return withdrawal.status();
    item.copy_ids = copies;
    item.content = statement::EncodeWithdrawal(withdrawal->envelope);
    item.statement_type = std::string(statement::PayloadType(statement::StatementType::kWithdrawal));
    item.statement_id = std::string(id.bytes());
    item.payload_sha256 = withdrawal->payload_sha256;
    node_.outbox.PutNew(batch_, item, before_.key);
    AddOnce(changes_.recalled, party);
    return absl::OkStatus();
  }

  static void AddOnce(std::vector<PartyCode>& parties, const PartyCode& party) {
    if (std::find(parties.begin(), parties.end(), party) == parties.end()) parties.push_back(party);
  }

  const NodeContext& node_;
  const store::LoadedCase& before_;
  domain::CaseRecord& after_;
  store::WriteBatch& batch_;
  const domain::UnixTime now_;
  const domain::CivilDate today_;
  std::vector<domain::LinkedCase> linked_;
  std::map<std::pair<PartyCode, Purpose>, SignedCopy> copies_;
  CopyChanges changes_;
};

}  // namespace

void CopyChanges::Add(const CopyChanges& other) {
  const auto add = [](const std::vector<PartyCode>& more, std::vector<PartyCode>& to) {
    for (const PartyCode& party : more) {
      if (std::find(to.begin(), to.end(), party) == to.end()) to.push_back(party);
    }
  };
  add(other.queued_for, queued_for);
  add(other.stopped_before_sending, stopped_before_sending);
  add(other.recalled, recalled);
  any = any || other.any;
}

absl::StatusOr<CaseFamily> LoadFamily(const NodeContext& node, const store::Snapshot& snapshot,
                                      const domain::CaseId& id) {
  absl::StatusOr<store::LoadedCase> subject = node.cases.Load(snapshot, id);
  if (!subject.ok()) return subject.status();
  CaseFamily family{*std::move(subject), {}, 0};
  std::set<domain::CaseId> seen = {id};
  for (const domain::MarkedHandle& handle : family.subject.record.facts.handles) {
    if (handle.mark != domain::HandleMark::kExact) continue;
    absl::StatusOr<std::vector<domain::CaseId>> ids = node.cases.FindByHandle(snapshot, handle.handle);
    if (absl::IsDataLoss(ids.status())) {
      ++family.unreadable;
      continue;
    }
    if (!ids.ok()) return ids.status();
    for (const domain::CaseId& other : *ids) {
      if (seen.contains(other)) continue;
      absl::StatusOr<store::UnkeyedCase> loaded = node.cases.LoadUnkeyed(snapshot, other);
      if (absl::IsNotFound(loaded.status())) {
        // Erased; a row that is still there has lost its key, and what it says against a copy with it.
        absl::StatusOr<bool> has_row = node.cases.HasRow(snapshot, other);
        if (!has_row.ok()) return has_row.status();
        if (!*has_row) continue;
        loaded = absl::DataLossError("a case without its key");
      }
      if (absl::IsDataLoss(loaded.status())) {
        seen.insert(other);
        ++family.unreadable;
        continue;
      }
      if (!loaded.ok()) return loaded.status();
      const auto& handles = loaded->record.facts.handles;
      const bool exact_there = std::any_of(handles.begin(), handles.end(), [&](const domain::MarkedHandle& theirs) {
        return theirs.mark == domain::HandleMark::kExact && theirs.handle == handle.handle;
      });
      if (!exact_there) continue;  // perhaps by another handle
      seen.insert(other);
      family.linked.push_back(*std::move(loaded));
    }
  }
  return family;
}

absl::StatusOr<CopyChanges> ReconcileCopies(const NodeContext& node, const store::Snapshot& snapshot,
                                            const store::LoadedCase& before, domain::CaseRecord& after,
                                            const std::vector<const domain::CaseRecord*>& linked,
                                            store::WriteBatch& batch) {
  absl::StatusOr<CopyChanges> changes = Reconciliation(node, before, after, linked, batch).Run(snapshot);
  if (!changes.ok()) return changes.status();
  node.cases.PutChanged(batch, before, after);
  return changes;
}

}  // namespace vsx::service
