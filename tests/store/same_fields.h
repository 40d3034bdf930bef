#ifndef VSX_TESTS_STORE_SAME_FIELDS_H_
#define VSX_TESTS_STORE_SAME_FIELDS_H_

#include <tuple>
#include <vector>

#include "node/domain/case_record.h"
#include "node/domain/delivery.h"
#include "node/domain/screening.h"
#include "store/access_notice_store.h"
#include "store/budget_codec.h"
#include "store/inbox_store.h"
#include "store/index_codec.h"

// All fields of what is stored, one by one, so that a codec that leaves one out is caught.
namespace vsx::store {

inline auto Fields(const domain::Opening& o) { return std::tie(o.slot, o.handle_class, o.mark, o.salt, o.handle); }
inline auto Fields(const domain::StatusChange& c) { return std::tie(c.status, c.changed_at); }
inline auto Fields(const domain::CaseRevocation& r) {
  return std::tie(r.reason, r.revoked_at, r.second_officer_hash, r.appeal_ended_at);
}

inline auto Fields(const domain::DecidedMatch& m) {
  const domain::MatchEvidence& e = m.evidence;
  return std::tie(e.issuer, e.source, e.handles, e.status, e.age_class, e.capacity, e.date_identified, e.review_by,
                  e.contact_desk_id, m.mark, m.recognised_under_14_2, m.qualifications);
}

inline auto Fields(const domain::CaseFacts& f) {
  return std::tie(f.status, f.age_class, f.capacity, f.date_identified, f.review_by, f.contact_desk_id,
                  f.authority_kind, f.qualified_role, f.instrument_codes, f.names, f.birth_date, f.documents, f.handles,
                  f.child_accommodation, f.definition_elements, f.nationalities, f.former_habitual_residences,
                  f.stateless, f.nationality_unknown, f.seeks_protection, f.sending_parties, f.protected_for_agencies,
                  f.code_handed_over);
}

template <typename T>
bool AllSame(const std::vector<T>& a, const std::vector<T>& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (Fields(a[i]) != Fields(b[i])) return false;
  }
  return true;
}

inline bool Same(const domain::CaseRecord& a, const domain::CaseRecord& b) {
  const auto fields = [](const domain::CaseRecord& r) {
    return std::tie(r.id, r.version, r.registered_at, r.consent_number, r.consent, r.consent_hash, r.next_delivery,
                    r.reference_code_count);
  };
  const bool revocations = a.revocation.has_value() == b.revocation.has_value() &&
                           (!a.revocation.has_value() || Fields(*a.revocation) == Fields(*b.revocation));
  return fields(a) == fields(b) && Fields(a.facts) == Fields(b.facts) && AllSame(a.history, b.history) && revocations;
}

inline bool Same(const domain::ConsentEntry& a, const domain::ConsentEntry& b) {
  return std::tie(a.number, a.record, a.previous_hash, a.hash) == std::tie(b.number, b.record, b.previous_hash, b.hash);
}

inline bool Same(const domain::PendingAccessNotice& a, const domain::PendingAccessNotice& b) {
  const auto fields = [](const domain::PendingAccessNotice& n) {
    return std::tie(n.recipient, n.mark, n.delivery_id, n.notice_id, n.payload_sha256, n.sealed_content, n.due_at,
                    n.attempts, n.forget_at);
  };
  return fields(a) == fields(b);
}

inline bool Same(const CopyOwner& a, const CopyOwner& b) {
  return std::tie(a.case_id, a.recipient) == std::tie(b.case_id, b.recipient);
}

inline bool Same(const domain::AccessNotices& a, const domain::AccessNotices& b) { return a == b; }

inline bool Same(const domain::SignedCopy& a, const domain::SignedCopy& b) {
  const auto fields = [](const domain::SignedCopy& c) {
    return std::tie(c.id, c.recipient, c.purpose, c.replaces, c.content_digest, c.envelope, c.payload_sha256,
                    c.signed_at);
  };
  return fields(a) == fields(b) && AllSame(a.openings, b.openings);
}

inline bool Same(const domain::OutboxItem& a, const domain::OutboxItem& b) {
  const auto fields = [](const domain::OutboxItem& i) {
    return std::tie(i.id, i.recipient, i.type, i.case_id, i.case_sequence, i.state, i.level_2, i.copy_ids, i.content,
                    i.statement_type, i.statement_id, i.payload_sha256, i.protective_sha256, i.queued_at,
                    i.next_attempt_at, i.attempts, i.acknowledged_at, i.reason, i.receipt_envelope);
  };
  return fields(a) == fields(b);
}

inline bool Same(const domain::InboxItem& a, const domain::InboxItem& b) {
  const auto fields = [](const domain::InboxItem& i) {
    return std::tie(i.issuer, i.notice_id, i.notice_envelope, i.protective_envelope, i.protective_copy_id,
                    i.received_at, i.receipt_envelope, i.revocation_envelopes);
  };
  return fields(a) == fields(b) && AllSame(a.openings, b.openings);
}

inline bool Same(const ReceivedMark& a, const ReceivedMark& b) {
  return std::tie(a.type, a.payload_sha256, a.receipt_envelope, a.erased, a.notice_id, a.keys_to_destroy) ==
         std::tie(b.type, b.payload_sha256, b.receipt_envelope, b.erased, b.notice_id, b.keys_to_destroy);
}

inline bool Same(const domain::ScreeningExercise& a, const domain::ScreeningExercise& b) {
  const auto fields = [](const domain::ScreeningExercise& e) {
    return std::tie(e.id, e.agency, e.officer, e.file_number, e.persons, e.day, e.declared_at);
  };
  return fields(a) == fields(b);
}

inline bool Same(const domain::ScreeningMonth& a, const domain::ScreeningMonth& b) { return a == b; }

inline bool Same(const domain::ScreeningHit& a, const domain::ScreeningHit& b) {
  const auto fields = [](const domain::ScreeningHit& h) {
    return std::tie(h.exercise, h.stream, h.row, h.agency, h.officer, h.file_number, h.measure, h.checked_at);
  };
  return fields(a) == fields(b) && AllSame(a.matches, b.matches);
}

inline bool Same(const StoredIndexHeader& a, const StoredIndexHeader& b) {
  return std::tie(a.header, a.stored_at) == std::tie(b.header, b.stored_at);
}

inline bool Same(const StoredIndexFork& a, const StoredIndexFork& b) {
  return std::tie(a.first, a.second, a.found_at) == std::tie(b.first, b.second, b.found_at);
}

inline bool Same(const StoredBudget& a, const StoredBudget& b) {
  return std::tie(a.bucket, a.usage) == std::tie(b.bucket, b.usage);
}

inline bool Same(const std::vector<domain::CivilDate>& a, const std::vector<domain::CivilDate>& b) { return a == b; }

}  // namespace vsx::store

#endif  // VSX_TESTS_STORE_SAME_FIELDS_H_
