#include "tests/store/example_values.h"

#include <array>
#include <optional>
#include <vector>

namespace vsx::store {
namespace {

using Draw = std::mt19937;

uint32_t Below(Draw& draw, uint32_t end) { return static_cast<uint32_t>(draw()) % end; }
bool Coin(Draw& draw) { return Below(draw, 2) == 1; }

std::string Bytes(Draw& draw, size_t size) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(draw());
  return bytes;
}

// A text that may be empty, or hold any byte.
std::string Text(Draw& draw) { return Bytes(draw, Below(draw, 40)); }

// Draws stand in statements of their own: in which order arguments are evaluated differs between compilers.
domain::UnixTime Time(Draw& draw) {
  const auto seconds = static_cast<int64_t>(draw());
  return {Coin(draw) ? seconds : -seconds};
}

domain::CivilDate Day(Draw& draw) {
  const int year = 1950 + static_cast<int>(Below(draw, 100));
  const int month = 1 + static_cast<int>(Below(draw, 12));
  return domain::CivilDate::Create(year, month, 1 + static_cast<int>(Below(draw, 28))).value();
}

domain::PartyCode Party(Draw& draw) {
  std::string code = "QQ?";
  code[2] = static_cast<char>('A' + Below(draw, 26));
  return domain::PartyCode::Create(code).value();
}

domain::Code Code(Draw& draw) { return domain::Code::Create("code-" + std::to_string(Below(draw, 1000))).value(); }

template <typename IdType>
IdType Id(Draw& draw) {
  return IdType::FromBytes(Bytes(draw, IdType::kSize)).value();
}

// From `first` to `last`, both included.
template <typename Enum>
Enum OneOf(Draw& draw, Enum first, Enum last) {
  const auto count = static_cast<uint32_t>(last) - static_cast<uint32_t>(first) + 1;
  return static_cast<Enum>(static_cast<uint32_t>(first) + Below(draw, count));
}

template <typename Make>
auto ListOf(Draw& draw, Make make) {
  std::vector<decltype(make())> list;
  for (uint32_t i = Below(draw, 4); i > 0; --i) list.push_back(make());
  return list;
}

template <typename Make>
auto Maybe(Draw& draw, Make make) {
  return Coin(draw) ? std::optional(make()) : std::nullopt;
}

domain::HandleMark Mark(Draw& draw) { return OneOf(draw, domain::HandleMark::kExact, domain::HandleMark::kPossible); }

domain::MarkedHandle Handle(Draw& draw) {
  switch (Below(draw, 3)) {
    case 0:
      return {domain::Handle::FromDocument("P", "UTO", "XX" + std::to_string(Below(draw, 100000))).value(), Mark(draw)};
    case 1:
      return {domain::Handle::FromBiographic(domain::NameKey::FromName("Contoh Sample").value(),
                                             domain::PartialDate::FromDay(Day(draw))),
              Mark(draw)};
    default: {
      std::array<uint8_t, domain::ReferenceCode::kRandomBytes> random{};
      for (uint8_t& byte : random) byte = static_cast<uint8_t>(draw());
      return {domain::Handle::FromReference(domain::ReferenceCode::FromRandom(random)), Mark(draw)};
    }
  }
}

domain::PartialDate BirthDate(Draw& draw) {
  const domain::PartialDate day = domain::PartialDate::FromDay(Day(draw));
  return day.Truncate(OneOf(draw, domain::PartialDate::Precision::kYear, domain::PartialDate::Precision::kDay));
}

domain::CaseFacts Facts(Draw& draw) {
  domain::CaseFacts facts;
  facts.status = OneOf(draw, domain::CaseStatus::kUnknown, domain::CaseStatus::kIdentified);
  facts.age_class = OneOf(draw, domain::AgeClass::kUnknown, domain::AgeClass::kPresumedChild);
  facts.capacity = OneOf(draw, domain::Capacity::kUnknown, domain::Capacity::kSending);
  facts.date_identified = Maybe(draw, [&] { return Day(draw); });
  facts.review_by = Maybe(draw, [&] { return Day(draw); });
  facts.contact_desk_id = Maybe(draw, [&] { return Code(draw); });
  facts.authority_kind = OneOf(draw, domain::AgencyKind::kUnknown, domain::AgencyKind::kOperator);
  facts.qualified_role = Maybe(draw, [&] { return Code(draw); });
  facts.instrument_codes = ListOf(draw, [&] { return Code(draw); });
  facts.names = ListOf(draw, [&] { return domain::PersonName{Text(draw), Mark(draw)}; });
  facts.birth_date = Maybe(draw, [&] { return BirthDate(draw); });
  facts.documents = ListOf(draw, [&] {
    return domain::IdentityDocument{Text(draw), Text(draw), Text(draw), Mark(draw)};
  });
  facts.handles = ListOf(draw, [&] { return Handle(draw); });
  facts.child_accommodation = Maybe(draw, [&] { return Code(draw); });
  facts.definition_elements.acts = ListOf(draw, [&] { return Code(draw); });
  facts.definition_elements.means = ListOf(draw, [&] { return Code(draw); });
  facts.definition_elements.purposes = ListOf(draw, [&] { return Code(draw); });
  facts.nationalities = ListOf(draw, [&] { return Text(draw); });
  facts.former_habitual_residences = ListOf(draw, [&] { return Text(draw); });
  facts.stateless = Coin(draw);
  facts.nationality_unknown = Coin(draw);
  facts.seeks_protection = Coin(draw);
  facts.sending_parties = ListOf(draw, [&] { return Party(draw); });
  facts.protected_for_agencies = ListOf(draw, [&] { return Text(draw); });
  facts.code_handed_over = Coin(draw);
  return facts;
}

domain::Directive Directive(Draw& draw) {
  return {Maybe(draw, [&] { return Party(draw); }),
          Maybe(draw, [&] { return OneOf(draw, domain::Purpose::kUnknown, domain::Purpose::kAggregateStatistics); }),
          OneOf(draw, domain::Effect::kDeny, domain::Effect::kAllow)};
}

domain::ConsentRecord Consent(Draw& draw) {
  domain::ConsentRecord record;
  record.state = OneOf(draw, domain::ConsentState::kNotAsked, domain::ConsentState::kAnswered);
  record.answered_by = OneOf(draw, domain::AnsweredBy::kUnknown, domain::AnsweredBy::kSuspectedGuardian);
  record.childs_view_recorded = Coin(draw);
  record.age_at_recording = OneOf(draw, domain::AgeAtRecording::kChild, domain::AgeAtRecording::kAdult);
  record.amended_by =
      Maybe(draw, [&] { return OneOf(draw, domain::AnsweredBy::kUnknown, domain::AnsweredBy::kSuspectedGuardian); });
  record.informed_at = Time(draw);
  record.recorded_at = Time(draw);
  record.language = Text(draw);
  record.interpreter_reference = Text(draw);
  record.read_back = Coin(draw);
  record.adviser_present = Coin(draw);
  record.rights_told = Coin(draw);
  record.consular_right_told = Coin(draw);
  record.consular_choice = OneOf(draw, domain::ConsularChoice::kNone, domain::ConsularChoice::kNotWanted);
  record.parties_put_to_her = ListOf(draw, [&] { return Party(draw); });
  record.feared_parties = ListOf(draw, [&] { return Party(draw); });
  record.directives = ListOf(draw, [&] { return Directive(draw); });
  record.in_doubt = Coin(draw);
  record.own_effect_shown = Coin(draw);
  record.lifted = ListOf(draw, [&] { return Directive(draw); });
  record.no_longer_feared = ListOf(draw, [&] { return Party(draw); });
  return record;
}

domain::Opening Opening(Draw& draw) {
  return {static_cast<uint8_t>(Below(draw, 8)), static_cast<uint8_t>(Below(draw, 3)),
          static_cast<uint8_t>(Below(draw, 2)), Bytes(draw, 32), Handle(draw).handle.canonical()};
}

// A generator whose draws the standard fixes, so that examples are the same everywhere.
Draw Fixed(uint32_t seed) { return Draw(seed); }

}  // namespace

domain::CaseRecord RandomCaseRecord(Draw& draw) {
  domain::CaseRecord record{.id = Id<domain::CaseId>(draw)};
  record.version = draw();
  record.registered_at = Time(draw);
  record.facts = Facts(draw);
  record.history = ListOf(draw, [&] {
    return domain::StatusChange{OneOf(draw, domain::CaseStatus::kUnknown, domain::CaseStatus::kIdentified), Time(draw)};
  });
  record.consent_number = static_cast<uint32_t>(draw());
  record.consent = Maybe(draw, [&] { return Consent(draw); });
  record.consent_hash = Coin(draw) ? Bytes(draw, 32) : "";
  record.next_delivery = draw();
  record.revocation = Maybe(draw, [&] {
    return domain::CaseRevocation{
        OneOf(draw, domain::RevocationReason::kIssuedInError, domain::RevocationReason::kNegativeAssessment),
        Time(draw), Bytes(draw, 32), Time(draw)};
  });
  record.reference_code_count = Below(draw, 9);
  return record;
}

domain::ConsentEntry RandomConsentEntry(Draw& draw) {
  return {static_cast<uint32_t>(draw()), Consent(draw), Bytes(draw, 32), Bytes(draw, 32)};
}

domain::SignedCopy RandomSignedCopy(Draw& draw) {
  domain::SignedCopy copy{.id = Id<domain::CopyId>(draw),
                          .recipient = Party(draw),
                          .purpose = OneOf(draw, domain::Purpose::kNotifyLevel1, domain::Purpose::kPresented)};
  copy.replaces = Coin(draw) ? Bytes(draw, 16) : "";
  copy.content_digest = Bytes(draw, 32);
  copy.envelope = Bytes(draw, Below(draw, 2048));
  copy.payload_sha256 = Bytes(draw, 32);
  copy.openings = ListOf(draw, [&] { return Opening(draw); });
  copy.signed_at = Time(draw);
  return copy;
}

domain::OutboxItem RandomOutboxItem(Draw& draw) {
  domain::OutboxItem item{.id = Id<domain::StatementId>(draw),
                          .recipient = Party(draw),
                          .type = OneOf(draw, domain::DeliveryType::kNotification, domain::DeliveryType::kRevocation),
                          .case_id = Id<domain::CaseId>(draw)};
  item.case_sequence = draw();
  item.state = OneOf(draw, domain::DeliveryState::kQueued, domain::DeliveryState::kStopped);
  item.level_2 = Coin(draw);
  item.copy_ids = ListOf(draw, [&] { return Id<domain::CopyId>(draw); });
  item.content = Text(draw);
  item.statement_type = Text(draw);
  item.statement_id = Bytes(draw, 16);
  item.payload_sha256 = Bytes(draw, 32);
  item.protective_sha256 = Coin(draw) ? Bytes(draw, 32) : "";
  item.queued_at = Time(draw);
  item.next_attempt_at = Time(draw);
  item.attempts = static_cast<uint32_t>(draw());
  item.acknowledged_at = Time(draw);
  item.reason = Text(draw);
  item.receipt_envelope = Text(draw);
  return item;
}

domain::InboxItem RandomInboxItem(Draw& draw) {
  const domain::PartyCode issuer = Party(draw);
  domain::InboxItem item{.issuer = issuer, .notice_id = Id<domain::CopyId>(draw)};
  item.notice_envelope = Text(draw);
  item.protective_envelope = Text(draw);
  item.protective_copy_id = Coin(draw) ? Bytes(draw, 16) : "";
  item.openings = ListOf(draw, [&] { return Opening(draw); });
  item.received_at = Time(draw);
  item.receipt_envelope = Text(draw);
  item.revocation_envelopes = ListOf(draw, [&] { return Text(draw); });
  return item;
}

ReceivedMark RandomReceivedMark(Draw& draw) {
  ReceivedMark mark{.type = OneOf(draw, domain::DeliveryType::kNotification, domain::DeliveryType::kRevocation)};
  mark.payload_sha256 = Coin(draw) ? Bytes(draw, 32) : "";
  mark.receipt_envelope = Text(draw);
  mark.erased = Coin(draw);
  mark.notice_id = Coin(draw) ? Bytes(draw, 16) : "";
  mark.keys_to_destroy = ListOf(draw, [&] { return Id<CaseKeyId>(draw); });
  return mark;
}

domain::PendingAccessNotice RandomPendingAccessNotice(Draw& draw) {
  const domain::PartyCode recipient = Party(draw);
  std::string mark = Bytes(draw, 32);
  const auto delivery_id = Id<domain::StatementId>(draw);
  domain::PendingAccessNotice notice{.recipient = recipient,
                                     .mark = std::move(mark),
                                     .delivery_id = delivery_id,
                                     .notice_id = Id<domain::StatementId>(draw)};
  notice.payload_sha256 = Bytes(draw, 32);
  notice.sealed_content = Text(draw);
  notice.due_at = Time(draw);
  notice.attempts = static_cast<uint32_t>(draw());
  notice.forget_at = Time(draw);
  return notice;
}

CopyOwner RandomCopyOwner(Draw& draw) {
  const auto id = Id<domain::CaseId>(draw);
  return {id, Party(draw)};
}

domain::AccessNotices RandomAccessNotices(Draw& draw) {
  domain::AccessNotices notices;
  for (uint32_t i = Below(draw, 5); i > 0; --i) {
    const domain::PartyCode party = Party(draw);
    const auto kind = OneOf(draw, domain::AgencyKind::kUnknown, domain::AgencyKind::kOperator);
    const auto purpose = OneOf(draw, domain::AccessPurpose::kNone, domain::AccessPurpose::kAdmin);
    notices.Add({party, kind, purpose, Day(draw)});
  }
  notices.older_dropped = Coin(draw);
  return notices;
}

domain::ScreeningExercise RandomExercise(Draw& draw) {
  const auto id = Id<domain::ExerciseId>(draw);
  const domain::CivilDate day = Day(draw);
  domain::ScreeningExercise exercise{id, {}, {}, {}, 0, day, {}};
  exercise.agency = Text(draw);
  exercise.officer = Text(draw);
  exercise.file_number = Text(draw);
  exercise.persons = Below(draw, 20'000);
  exercise.declared_at = Time(draw);
  return exercise;
}

static domain::DecidedMatch RandomMatch(Draw& draw) {
  domain::DecidedMatch match{.evidence = {.issuer = Party(draw)}};
  domain::MatchEvidence& evidence = match.evidence;
  evidence.source = OneOf(draw, domain::MatchSource::kOwnCase, domain::MatchSource::kBlindIndex);
  evidence.handles = ListOf(draw, [&] {
    const auto cls = OneOf(draw, domain::HandleClass::kDocument, domain::HandleClass::kReference);
    return domain::MatchedHandle{cls, OneOf(draw, domain::HandleMark::kExact, domain::HandleMark::kPossible)};
  });
  evidence.status = OneOf(draw, domain::CaseStatus::kUnknown, domain::CaseStatus::kIdentified);
  evidence.age_class = OneOf(draw, domain::AgeClass::kUnknown, domain::AgeClass::kPresumedChild);
  evidence.capacity = OneOf(draw, domain::Capacity::kUnknown, domain::Capacity::kSending);
  if (Coin(draw)) evidence.date_identified = Day(draw);
  if (Coin(draw)) evidence.review_by = Day(draw);
  if (Coin(draw)) evidence.contact_desk_id = Code(draw);
  match.mark = OneOf(draw, domain::HandleMark::kExact, domain::HandleMark::kPossible);
  match.recognised_under_14_2 = Coin(draw);
  match.qualifications = ListOf(
      draw, [&] { return OneOf(draw, domain::Qualification::kPossibleMatch, domain::Qualification::kLogDisputed); });
  return match;
}

domain::ScreeningHit RandomScreeningHit(Draw& draw) {
  const auto exercise = Id<domain::ExerciseId>(draw);
  domain::ScreeningHit hit{.exercise = exercise, .stream = Id<domain::ScreeningStreamId>(draw)};
  hit.row = Below(draw, 20'000);
  hit.agency = Text(draw);
  hit.officer = Text(draw);
  hit.file_number = Text(draw);
  hit.measure = Text(draw);
  hit.checked_at = Time(draw);
  hit.matches = ListOf(draw, [&] { return RandomMatch(draw); });
  return hit;
}

domain::CaseRecord ExampleCaseRecord() {
  Draw draw = Fixed(2);
  domain::CaseRecord record = RandomCaseRecord(draw);
  while (!record.consent.has_value() || !record.revocation.has_value() || record.facts.handles.empty() ||
         record.facts.names.empty() || !record.facts.birth_date.has_value()) {
    record = RandomCaseRecord(draw);
  }
  return record;
}

domain::ConsentEntry ExampleConsentEntry() {
  Draw draw = Fixed(3);
  domain::ConsentEntry entry = RandomConsentEntry(draw);
  while (entry.record.directives.empty() || !entry.record.amended_by.has_value()) entry = RandomConsentEntry(draw);
  return entry;
}

domain::SignedCopy ExampleSignedCopy() {
  Draw draw = Fixed(4);
  domain::SignedCopy copy = RandomSignedCopy(draw);
  while (copy.openings.empty()) copy = RandomSignedCopy(draw);
  copy.envelope = "an envelope";
  return copy;
}

domain::OutboxItem ExampleOutboxItem() {
  Draw draw = Fixed(5);
  domain::OutboxItem item = RandomOutboxItem(draw);
  while (item.copy_ids.empty()) item = RandomOutboxItem(draw);
  return item;
}

domain::InboxItem ExampleInboxItem() {
  Draw draw = Fixed(6);
  domain::InboxItem item = RandomInboxItem(draw);
  while (item.openings.empty() || item.revocation_envelopes.empty()) item = RandomInboxItem(draw);
  return item;
}

ReceivedMark ExampleReceivedMark() {
  Draw draw = Fixed(7);
  ReceivedMark mark = RandomReceivedMark(draw);
  while (mark.keys_to_destroy.empty()) mark = RandomReceivedMark(draw);
  return mark;
}

domain::PendingAccessNotice ExamplePendingAccessNotice() {
  Draw draw = Fixed(8);
  return RandomPendingAccessNotice(draw);
}

CopyOwner ExampleCopyOwner() {
  Draw draw = Fixed(9);
  return RandomCopyOwner(draw);
}

domain::AccessNotices ExampleAccessNotices() {
  Draw draw = Fixed(10);
  domain::AccessNotices notices = RandomAccessNotices(draw);
  while (notices.notices.size() < 2) notices = RandomAccessNotices(draw);
  return notices;
}

domain::ScreeningExercise ExampleExercise() {
  Draw draw = Fixed(8);
  return RandomExercise(draw);
}

domain::ScreeningHit ExampleScreeningHit() {
  Draw draw = Fixed(9);
  domain::ScreeningHit hit = RandomScreeningHit(draw);
  while (hit.matches.empty()) hit = RandomScreeningHit(draw);
  return hit;
}

}  // namespace vsx::store
