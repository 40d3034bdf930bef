#include "node/main/node_watch.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "crypto/key_role.h"
#include "node/service/declare_screening.h"
#include "node/service/note_copy_owners.h"
#include "node/service/outbox_status.h"
#include "node/service/receive_delivery.h"
#include "node/service/reconsider_case.h"

namespace vsx::main {
namespace {

constexpr int64_t kDaySeconds = 86400;
constexpr int64_t kBounds[] = {7, 30, 90};  // days before the end

class ExpiryWatch {
 public:
  ExpiryWatch(NodeLog& log, domain::UnixTime now) : log_(log), now_(now) {}

  void Look(std::string_view what, const std::string& party, domain::UnixTime expires_at, int64_t from_days) {
    const int64_t left = expires_at.seconds - now_.seconds;
    if (left <= 0) {
      log_.Warn("expired", {{"what", std::string(what)}, {"party", party}});
      return;
    }
    for (const int64_t days : kBounds) {
      if (days > from_days || left > days * kDaySeconds) continue;
      log_.Warn("expires soon", {{"what", std::string(what)},
                                 {"party", party},
                                 {"within_days", absl::StrCat(days)},
                                 {"days_left", absl::StrCat(left / kDaySeconds)}});
      return;
    }
  }

 private:
  NodeLog& log_;
  const domain::UnixTime now_;
};

void WatchTrust(const Foundations& foundations, domain::UnixTime now, NodeLog& log) {
  ExpiryWatch watch(log, now);
  const statement::TrustStore& trust = foundations.trust;
  watch.Look("manifest", "", trust.manifest_expires_at(), 90);
  for (const statement::ManifestParty& party : trust.parties()) {
    const std::string& code = party.party.value();
    const statement::PartyRecord* record = trust.FindRecord(party.party);
    if (record != nullptr) {
      watch.Look("party record", code, record->expires_at, 90);
    } else if (party.state == statement::PartyState::kActive) {
      log.Warn("no party record", {{"party", code}});
    }
  }
  const domain::PartyCode& own = trust.own_party();
  if (!trust.IsActive(own)) log.Warn("the own Party is not active in the manifest");
  for (const crypto::KeyRole role : {crypto::KeyRole::kAttestation, crypto::KeyRole::kOperations}) {
    const absl::Span<const statement::TrustedKey> keys = trust.VerificationKeys(own, role);
    const absl::StatusOr<const crypto::Signer*> signer = foundations.keystore.signer(role);
    for (const statement::TrustedKey& trusted : keys) {
      if (!signer.ok() || trusted.key != (*signer)->verify_key()) continue;
      watch.Look(absl::StrCat("own ", std::string(crypto::KeyRoleName(role)), " key"), own.value(),
                 trusted.life.valid_until, 30);
    }
  }
}

void WatchCertificate(const Foundations& foundations, domain::UnixTime now, NodeLog& log) {
  const absl::StatusOr<domain::PartyCertificate> certificate =
      CheckCertificate(foundations.config, foundations.trust, now);
  if (!certificate.ok()) {
    log.Warn("the own certificate cannot be used", {{"message", std::string(certificate.status().message())}});
    return;
  }
  ExpiryWatch(log, now).Look("own certificate", foundations.config.party.value(), certificate->not_after, 7);
}

void WatchOutbox(const Node& node, NodeLog& log) {
  const absl::StatusOr<std::vector<service::OutboxPartyStatus>> statuses = service::GetOutboxStatus(node.context());
  if (!statuses.ok()) {
    log.Error("the outbox cannot be read", {{"message", std::string(statuses.status().message())}});
    return;
  }
  for (const service::OutboxPartyStatus& status : *statuses) {
    if (status.refused > 0) {
      log.Warn("notices refused", {{"party", status.party.value()}, {"refused", absl::StrCat(status.refused)}});
    }
    if (status.unreadable > 0) {
      log.Error("deliveries cannot be read",
                {{"party", status.party.value()}, {"unreadable", absl::StrCat(status.unreadable)}});
    }
    if (status.overdue == 0) continue;
    log.Warn("notices overdue", {{"party", status.party.value()},
                                 {"overdue", absl::StrCat(status.overdue)},
                                 {"pending", absl::StrCat(status.pending)},
                                 {"last_failure", status.last_failure}});
  }
}

}  // namespace

void FinishWhatWasInterrupted(const Node& node, NodeLog& log) {
  const absl::StatusOr<service::ErasuresLeft> left = service::FinishErasures(node.context());
  if (!left.ok()) {
    log.Error("erasures that were under way are not finished: tried again within the hour",
              {{"message", std::string(left.status().message())}});
  } else if (left->unreadable > 0) {
    log.Error("erasures that were under way cannot be read, and are not finished",
              {{"erasures", absl::StrCat(left->unreadable)}});
  }
}

void NoteWhatEarlierVersionsDidNot(const Node& node, NodeLog& log) {
  const absl::StatusOr<int> noted = service::NoteCopyOwners(node.context());
  if (!noted.ok()) {
    log.Error("access notices about some copies of an earlier version will be refused",
              {{"message", std::string(noted.status().message())}});
  } else if (*noted > 0) {
    log.Info("access notices about copies of an earlier version can be taken", {{"cases", absl::StrCat(*noted)}});
  }
}

void ReconsiderWhatTimeChanges(const Node& node, NodeLog& log) {
  const absl::StatusOr<int> changed = service::ReconsiderComeOfAge(node.context());
  if (!changed.ok()) {
    log.Error("cases of those who came of age were not all reconsidered",
              {{"message", std::string(changed.status().message())}});
  } else if (*changed > 0) {
    log.Info("cases of those who came of age were reconsidered", {{"cases", absl::StrCat(*changed)}});
  }
}

void ForgetWhatIsOver(const Node& node, NodeLog& log) {
  const absl::StatusOr<int> forgotten = service::ForgetOldScreenings(node.screening());
  if (!forgotten.ok()) {
    log.Error("screenings that are long over are not forgotten: tried again within the hour",
              {{"message", std::string(forgotten.status().message())}});
  }
}

void WarnOfTrouble(const Node& node, NodeLog& log) {
  const domain::UnixTime now = node.context().clock.Now();
  WatchTrust(node.foundations(), now, log);
  WatchCertificate(node.foundations(), now, log);
  WatchOutbox(node, log);
}

}  // namespace vsx::main
