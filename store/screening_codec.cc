#include "store/screening_codec.h"

#include <optional>
#include <utility>

#include "store/byte_codec.h"
#include "store/value_codec.h"

namespace vsx::store {
namespace {

constexpr uint8_t kExerciseLayout = 1;
constexpr uint8_t kHitLayout = 1;

using domain::MatchEvidence;

void WriteMatchedHandle(ByteWriter& out, const domain::MatchedHandle& handle) {
  WriteEnum(out, handle.handle_class);
  WriteEnum(out, handle.mark);
}

domain::MatchedHandle ReadMatchedHandle(ByteReader& in) {
  const auto handle_class = ReadEnum(in, domain::HandleClass::kReference);
  return {handle_class, ReadEnum(in, domain::HandleMark::kPossible)};
}

// Without the attestation's id, which is not kept.
void WriteMatch(ByteWriter& out, const domain::DecidedMatch& match) {
  const MatchEvidence& evidence = match.evidence;
  WriteParty(out, evidence.issuer);
  WriteEnum(out, evidence.source);
  out.Repeated(evidence.handles, WriteMatchedHandle);
  WriteEnum(out, evidence.status);
  WriteEnum(out, evidence.age_class);
  WriteEnum(out, evidence.capacity);
  out.Optional(evidence.date_identified, WriteDay);
  out.Optional(evidence.review_by, WriteDay);
  out.Optional(evidence.contact_desk_id, WriteCode);
  WriteEnum(out, match.mark);
  out.Bool(match.recognised_under_14_2);
  out.Repeated(match.qualifications, [](ByteWriter& writer, domain::Qualification one) { WriteEnum(writer, one); });
}

domain::DecidedMatch ReadMatch(ByteReader& in) {
  domain::DecidedMatch match{.evidence = {.issuer = ReadParty(in)}};
  MatchEvidence& evidence = match.evidence;
  evidence.source = ReadEnum(in, domain::MatchSource::kBlindIndex);
  evidence.handles = in.Repeated(kMaxListEntries, ReadMatchedHandle);
  evidence.status = ReadEnum(in, domain::CaseStatus::kIdentified);
  evidence.age_class = ReadEnum(in, domain::AgeClass::kPresumedChild);
  evidence.capacity = ReadEnum(in, domain::Capacity::kSending);
  evidence.date_identified = in.Optional(ReadDay);
  evidence.review_by = in.Optional(ReadDay);
  evidence.contact_desk_id = in.Optional(ReadCode);
  match.mark = ReadEnum(in, domain::HandleMark::kPossible);
  match.recognised_under_14_2 = in.Bool();
  match.qualifications = in.Repeated(
      kMaxListEntries, [](ByteReader& reader) { return ReadEnum(reader, domain::Qualification::kLogDisputed); });
  return match;
}

}  // namespace

std::string EncodeExercise(const domain::ScreeningExercise& exercise) {
  ByteWriter out;
  out.U8(kExerciseLayout);
  WriteId(out, exercise.id);
  out.LpBytes(exercise.agency).LpBytes(exercise.officer).LpBytes(exercise.file_number).U32(exercise.persons);
  WriteDay(out, exercise.day);
  WriteTime(out, exercise.declared_at);
  return out.Take();
}

absl::StatusOr<domain::ScreeningExercise> DecodeExercise(std::string_view bytes) {
  ByteReader in(bytes);
  ReadLayout(in, kExerciseLayout);
  const auto id = ReadId<domain::ExerciseId>(in);
  std::string agency = in.LpBytes(kMaxTextBytes);
  std::string officer = in.LpBytes(kMaxTextBytes);
  std::string file_number = in.LpBytes(kMaxTextBytes);
  const uint32_t persons = in.U32();
  const domain::CivilDate day = ReadDay(in);
  domain::ScreeningExercise exercise{id,  std::move(agency), std::move(officer), std::move(file_number), persons,
                                     day, ReadTime(in)};
  if (absl::Status status = in.Finish(); !status.ok()) return status;
  return exercise;
}

std::string EncodeScreeningHit(const domain::ScreeningHit& hit) {
  ByteWriter out;
  out.U8(kHitLayout);
  WriteId(out, hit.exercise);
  WriteId(out, hit.stream);
  out.U32(hit.row).LpBytes(hit.agency).LpBytes(hit.officer).LpBytes(hit.file_number).LpBytes(hit.measure);
  WriteTime(out, hit.checked_at);
  out.Repeated(hit.matches, WriteMatch);
  return out.Take();
}

absl::StatusOr<domain::ScreeningHit> DecodeScreeningHit(std::string_view bytes) {
  ByteReader in(bytes);
  ReadLayout(in, kHitLayout);
  const auto exercise = ReadId<domain::ExerciseId>(in);
  domain::ScreeningHit hit{.exercise = exercise, .stream = ReadId<domain::ScreeningStreamId>(in)};
  hit.row = in.U32();
  hit.agency = in.LpBytes(kMaxTextBytes);
  hit.officer = in.LpBytes(kMaxTextBytes);
  hit.file_number = in.LpBytes(kMaxTextBytes);
  hit.measure = in.LpBytes(kMaxTextBytes);
  hit.checked_at = ReadTime(in);
  hit.matches = in.Repeated(kMaxListEntries, ReadMatch);
  if (absl::Status status = in.Finish(); !status.ok()) return status;
  return hit;
}

}  // namespace vsx::store
