// What one index says about one person (protocol §4, Match), over indexes that are made here row by row.

#include "node/service/match_index.h"

#include <algorithm>

#include "crypto/blind_prf.h"
#include "crypto/handle_commitment.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/service/index_key.h"
#include "node/service/index_layout.h"
#include "node/statement/audit_entry.h"
#include "node/statement/envelope_codec.h"
#include "node/statement/sign_statement.h"
#include "store/audit_log.h"
#include "store/index_file_writer.h"
#include "tests/service/clearance_world.h"
#include "tests/support/one_index.h"
#include "tests/support/story_random_streams.h"
#include "vsx/v1/statement.pb.h"

namespace vsx::test {
namespace {

using domain::Handle;
using domain::HandleClass;
using domain::HandleMark;
using domain::Purpose;
using service::IndexedCopy;
using service::IndexMatches;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// An index of QQA for QQC, made of the copies that its cases allow, bent row by row, and on QQC's shelf.
class MatchIndexTest : public ::testing::Test {
 protected:
  explicit MatchIndexTest(Purpose cls = Purpose::kProtectiveCheck)
      : name_{Party("QQA"), Party("QQC"), cls, domain::Epoch(527'778)},
        key_(service::IndexKey(crypto::SecretBytes::CopyFrom(std::string(32, 's')), name_).value()) {}

  domain::CaseId Identify(domain::CaseFacts facts) {
    const auto registered = service::RegisterCase(federation_.context("QQA"), CaseOfficer("QQA"), facts, "");
    EXPECT_TRUE(registered.ok()) << registered.status();
    domain::ConsentRecord record = Interview(federation_, {"QQB", "QQC"});
    record.directives = {Allow("QQC", Purpose::kProtectiveCheck), Allow("QQC", Purpose::kConsularAssistance)};
    Record(federation_, "QQA", registered->record.id, record);
    return registered->record.id;
  }
  domain::CaseId Identify(const Person& person) { return Identify(FactsOf(person)); }

  std::vector<IndexedCopy> Copies() {
    const service::NodeContext& node = federation_.context("QQA");
    auto population = GatherOnePopulation(node, *node.engine.TakeSnapshot(), name_, node.clock.Now());
    EXPECT_TRUE(population.ok()) << population.status();
    EXPECT_THAT(population->unsigned_cases, IsEmpty());
    return std::move(population->copies);
  }

  service::IndexLayout LayOut(std::vector<IndexedCopy> copies) {
    StoryRandomStreams streams("match");
    auto layout =
        service::LayOutIndex(name_, domain::IndexGeometry::OfStep(0).value(), key_, std::move(copies), true, streams);
    EXPECT_TRUE(layout.ok()) << layout.status();
    return *std::move(layout);
  }
  service::IndexLayout LayOut() { return LayOut(Copies()); }

  crypto::PrfOutput OutputOf(const Handle& handle) const { return crypto::Evaluate(key_, handle.canonical()).value(); }
  std::string TagOf(const Handle& handle, uint8_t j) const { return crypto::IndexEntryKeys(OutputOf(handle)).Tag(j); }
  std::string& EntryOf(service::IndexLayout& layout, const Handle& handle, uint8_t j) const {
    const std::string tag = TagOf(handle, j);
    return *std::find_if(layout.entries.begin(), layout.entries.end(),
                         [&](const std::string& one) { return one.starts_with(tag); });
  }

  service::ShelvedIndex Shelve(service::IndexLayout layout) {
    const auto geometry = domain::IndexGeometry::OfStep(0).value();
    std::sort(layout.entries.begin(), layout.entries.end());
    const std::string path = folder_.Path("index" + std::to_string(++files_));
    auto writer = store::IndexFileWriter::Create(path, geometry).value();
    for (const std::string& record : layout.records) EXPECT_TRUE(writer->AppendRecord(record).ok());
    for (const std::string& entry : layout.entries) EXPECT_TRUE(writer->AppendEntry(entry).ok());
    const store::IndexDigest digest = writer->Finish().value();
    return {.header = {.name = name_, .cut_off = {}, .prf_public_key = {}, .complete = true, .chunk_root = {}},
            .header_sha256 = {},
            .header_key_id = {},
            .public_key = key_.public_key(),
            .file = store::MappedIndexFile::Open(path, geometry, digest.root).value()};
  }

  IndexMatches Match(const service::ShelvedIndex& index, const std::vector<Handle>& handles) {
    std::vector<crypto::PrfOutput> outputs;
    for (const Handle& handle : handles) outputs.push_back(OutputOf(handle));
    return service::MatchIndex(federation_.context("QQC").trust, index, handles, outputs, federation_.clock().Now());
  }

  TestFederation federation_;
  crypto::TemporaryFolder folder_;
  const domain::IndexName name_;
  const crypto::PrfPrivateKey key_;
  int files_ = 0;
};

const Person kOne{.name = "Contoh Satu", .passport = "XX0000101"};
const Person kTwo{.name = "Contoh Dua", .passport = "XX0000102"};

domain::MatchedHandle Matched(HandleClass cls, HandleMark mark = HandleMark::kExact) { return {cls, mark}; }

TEST_F(MatchIndexTest, WhoIsNotThereLeavesNoTrace) {
  Identify(kOne);
  const IndexMatches found = Match(Shelve(LayOut()), {PassportOf(kTwo), NameOf(kTwo)});
  EXPECT_THAT(found.matches, IsEmpty());
  EXPECT_EQ(found.failures, 0u);
  EXPECT_THAT(Match(Shelve(LayOut()), {}).matches, IsEmpty());
}

TEST_F(MatchIndexTest, OneMatchOfACopyWithAllHandlesThatLedToIt) {
  Identify(kOne);
  Identify(kTwo);
  const service::ShelvedIndex index = Shelve(LayOut());
  IndexMatches found = Match(index, {PassportOf(kOne), NameOf(kTwo), NameOf(kOne)});
  EXPECT_EQ(found.failures, 0u);
  ASSERT_THAT(found.matches, SizeIs(2));
  const bool first_is_two = found.matches[0].handles.size() == 1;
  const domain::MatchEvidence& one = found.matches[first_is_two ? 1 : 0];
  const domain::MatchEvidence& two = found.matches[first_is_two ? 0 : 1];
  EXPECT_THAT(one.handles, UnorderedElementsAre(Matched(HandleClass::kDocument), Matched(HandleClass::kBiographic)));
  EXPECT_THAT(two.handles, ElementsAre(Matched(HandleClass::kBiographic)));
  EXPECT_EQ(one.issuer, Party("QQA"));
  EXPECT_EQ(one.source, domain::MatchSource::kBlindIndex);
  EXPECT_EQ(one.status, domain::CaseStatus::kIdentified);
  EXPECT_EQ(one.contact_desk_id, domain::Code::Create("duty-desk").value());
  EXPECT_THAT(one.attestation_id, SizeIs(16));
  EXPECT_NE(one.attestation_id, two.attestation_id);
}

TEST_F(MatchIndexTest, MarkIsTheIssuersAndTheBestCounts) {
  domain::CaseFacts facts = FactsOf(kOne);
  const Handle borrowed = PassportOf(kTwo);
  facts.handles = {{PassportOf(kOne), HandleMark::kExact}, {borrowed, HandleMark::kPossible}};
  Identify(facts);
  const service::ShelvedIndex index = Shelve(LayOut());
  IndexMatches found = Match(index, {borrowed});
  ASSERT_THAT(found.matches, SizeIs(1));
  EXPECT_THAT(found.matches[0].handles, ElementsAre(Matched(HandleClass::kDocument, HandleMark::kPossible)));

  found = Match(index, {borrowed, PassportOf(kOne)});
  ASSERT_THAT(found.matches, SizeIs(1));
  domain::CheckEvidence evidence{
      Party("QQC"), domain::CivilDate::FromTime({0}), domain::Measure::kOther, found.matches, {}, {}, true, true,
      false};
  EXPECT_EQ(domain::DecideStatus(evidence).matches.at(0).mark, HandleMark::kExact);
}

// The issuer holds one string twice, as sure and as possible: it counts once, as sure.
TEST_F(MatchIndexTest, OfOneStringTheExactMarkBeatsThePossible) {
  Identify(kOne);
  std::vector<IndexedCopy> copies = Copies();
  ASSERT_THAT(copies, SizeIs(1));
  const auto passport = std::find_if(copies[0].openings.begin(), copies[0].openings.end(),
                                     [](const auto& one) { return one.handle == PassportOf(kOne).canonical(); });
  domain::Opening possible = *passport;
  possible.mark = 1;
  possible.slot = static_cast<uint8_t>((possible.slot + 1) % 8);
  for (const bool possible_first : {true, false}) {
    std::vector<IndexedCopy> both = copies;
    both[0].openings.insert(possible_first ? both[0].openings.begin() : both[0].openings.end(), possible);
    const IndexMatches found = Match(Shelve(LayOut(both)), {PassportOf(kOne)});
    ASSERT_THAT(found.matches, SizeIs(1));
    EXPECT_THAT(found.matches[0].handles, ElementsAre(Matched(HandleClass::kDocument)));
    EXPECT_EQ(found.failures, 0u);
  }
}

// --- several cases on one handle ---

class ManyOnOneHandleTest : public MatchIndexTest {
 protected:
  // `count` cases that share a passport which none of them surely has.
  void Share(int count) {
    for (int i = 0; i < count; ++i) {
      domain::CaseFacts facts = FactsOf({.name = "Contoh Banyak", .passport = "XX" + std::to_string(2'000 + i)});
      facts.handles = {{PassportOf({.passport = "XX" + std::to_string(2'000 + i)}), HandleMark::kExact},
                       {shared_, HandleMark::kPossible}};
      Identify(facts);
    }
  }

  const Handle shared_ = PassportOf({.passport = "XX0000199"});
};

TEST_F(ManyOnOneHandleTest, AllAreFound) {
  Share(5);
  const IndexMatches found = Match(Shelve(LayOut()), {shared_});
  EXPECT_THAT(found.matches, SizeIs(5));
  EXPECT_EQ(found.failures, 0u);
}

TEST_F(ManyOnOneHandleTest, FailedEntryDoesNotEndTheSearch) {
  Share(5);
  const service::IndexLayout honest = LayOut();
  for (uint8_t bad = 0; bad < 5; ++bad) {
    service::IndexLayout layout = honest;
    EntryOf(layout, shared_, bad).back() ^= 1;
    const IndexMatches found = Match(Shelve(std::move(layout)), {shared_});
    EXPECT_THAT(found.matches, SizeIs(4)) << static_cast<int>(bad);
    EXPECT_EQ(found.failures, 1u);
  }
}

TEST_F(ManyOnOneHandleTest, FailuresAreCountedWhereNothingOpens) {
  Share(5);
  service::IndexLayout layout = LayOut();
  for (uint8_t j = 0; j < 5; ++j) EntryOf(layout, shared_, j)[60] ^= 1;
  const IndexMatches found = Match(Shelve(std::move(layout)), {shared_});
  EXPECT_THAT(found.matches, IsEmpty());
  EXPECT_EQ(found.failures, 5u);
}

TEST_F(ManyOnOneHandleTest, SearchEndsWhereATagIsAbsent) {
  Share(5);
  service::IndexLayout layout = LayOut();
  EntryOf(layout, shared_, 2) = std::string(137, '\x11');
  const IndexMatches found = Match(Shelve(std::move(layout)), {shared_});
  EXPECT_THAT(found.matches, SizeIs(2));
  EXPECT_EQ(found.failures, 0u);
}

TEST_F(ManyOnOneHandleTest, SixteenOfManyAreFoundAndThatIsAll) {
  Share(20);
  service::IndexLayout layout = LayOut();
  const std::string seventeenth = TagOf(shared_, 16);
  EXPECT_TRUE(std::none_of(layout.entries.begin(), layout.entries.end(),
                           [&](const std::string& one) { return one.starts_with(seventeenth); }));
  EXPECT_TRUE(layout.complete) << "the cut leaves the index complete";
  // Each is found by its own passport all the same: its record is there.
  const service::ShelvedIndex index = Shelve(std::move(layout));
  EXPECT_THAT(Match(index, {shared_}).matches, SizeIs(16));
  for (int i = 0; i < 20; ++i) {
    EXPECT_THAT(Match(index, {PassportOf({.passport = "XX" + std::to_string(2'000 + i)})}).matches, SizeIs(1));
  }
}

// An issuer that repeats itself makes no second match of it.
TEST_F(ManyOnOneHandleTest, OneCopyUnderTwoEntriesIsOneMatch) {
  Share(1);
  std::vector<IndexedCopy> copies = Copies();
  copies.push_back(copies[0]);
  copies[1].id = *domain::CopyId::FromBytes(std::string(16, 'x'));  // another place in the index, the same copy in it
  const IndexMatches found = Match(Shelve(LayOut(std::move(copies))), {shared_});
  ASSERT_THAT(found.matches, SizeIs(1));
  EXPECT_EQ(found.failures, 0u);
}

// --- what qualifies a match and never undoes it ---

TEST_F(MatchIndexTest, DistrustedKeyAndSuspendedPartyQualifyAndNeverUndo) {
  Identify(kOne);
  const service::ShelvedIndex index = Shelve(LayOut());
  EXPECT_FALSE(Match(index, {PassportOf(kOne)}).matches.at(0).signing_key_distrusted);
  EXPECT_TRUE(Match(index, {PassportOf(kOne)}).matches.at(0).issuer_active);
  federation_.records.at("QQA").mutable_keys(0)->set_distrust_from(federation_.clock().Now().seconds - 1);
  federation_.manifest.mutable_parties(0)->set_state(v1::PARTY_STATE_SUSPENDED);
  federation_.node("QQC").SetTrust(federation_.LoadTrust("QQC"));
  const IndexMatches found = Match(index, {PassportOf(kOne)});
  ASSERT_THAT(found.matches, SizeIs(1));
  EXPECT_TRUE(found.matches[0].signing_key_distrusted);
  EXPECT_FALSE(found.matches[0].issuer_active);
  EXPECT_EQ(found.failures, 0u);
}

TEST_F(MatchIndexTest, ExpiredDocumentsUndoNothing) {
  Identify(kOne);
  const service::ShelvedIndex index = Shelve(LayOut());
  federation_.clock().Advance(400 * 86'400);
  EXPECT_THAT(Match(index, {PassportOf(kOne)}).matches, SizeIs(1));
}

TEST_F(MatchIndexTest, AgeIsThatOfTheDayAsked) {
  domain::CaseFacts facts = FactsOf(kOne);
  facts.age_class = domain::AgeClass::kChild;
  facts.birth_date = domain::PartialDate::Parse("2012-06-01").value();
  facts.names.clear();
  facts.handles = {{PassportOf(kOne), HandleMark::kExact}};
  const domain::CaseId id =
      service::RegisterCase(federation_.context("QQA"), CaseOfficer("QQA"), facts, "").value().record.id;
  domain::ConsentRecord record = Interview(federation_, {"QQC"});
  record.answered_by = domain::AnsweredBy::kBestInterests;
  record.childs_view_recorded = true;
  record.directives = {Allow("QQC", Purpose::kProtectiveCheck)};
  Record(federation_, "QQA", id, record);
  const service::ShelvedIndex index = Shelve(LayOut());
  EXPECT_EQ(Match(index, {PassportOf(kOne)}).matches.at(0).age_class, domain::AgeClass::kChild);
  federation_.clock().Advance(86'400 * 130);  // past the quarter after the eighteenth birthday
  EXPECT_EQ(Match(index, {PassportOf(kOne)}).matches.at(0).age_class, domain::AgeClass::kAdult);
}

// --- handle classes ---

// A copy that its issuer signed with a commitment to a handle of a class that its purpose does not use.
class WrongHandleClassTest : public MatchIndexTest, public ::testing::WithParamInterface<Purpose> {
 protected:
  WrongHandleClassTest() : MatchIndexTest(GetParam()) {}
};

TEST_P(WrongHandleClassTest, HandleOfAnotherClassOpensNothing) {
  const bool presented = name_.cls == Purpose::kPresented;
  const Handle reference = Handle::FromReference(domain::ReferenceCode::FromSymbols("00000000000000000007").value());
  const Handle wrong = presented ? PassportOf(kOne) : reference;
  domain::CaseFacts facts = FactsOf(kOne);
  facts.code_handed_over = true;
  facts.handles.push_back({reference, HandleMark::kExact});
  Identify(facts);
  std::vector<IndexedCopy> copies = Copies();
  ASSERT_THAT(copies, SizeIs(1));
  const auto open = [&](const Handle& handle) {
    domain::Opening opening = copies[0].openings.at(0);
    opening.handle = handle.canonical();
    opening.handle_class = static_cast<uint8_t>(handle.cls());
    auto envelope = statement::DecodeEnvelope(copies[0].envelope, 2'048).value();
    v1::AttestationCopy copy;
    EXPECT_TRUE(copy.ParseFromString(envelope.payload));
    copy.set_handle_commitments(
        opening.slot, crypto::HandleCommitment(copy.copy_id(), domain::HandleClassName(handle.cls()), opening.mark,
                                               opening.salt, opening.handle)
                          .value());
    const crypto::Keystore& keystore = federation_.node("QQA").keystore();
    IndexedCopy made = copies[0];
    made.openings = {opening};
    made.envelope = statement::SignStatement(statement::StatementType::kAttestationCopy, copy.SerializeAsString(),
                                             **keystore.signer(crypto::KeyRole::kAttestation))
                        .value()
                        .envelope;
    return Match(Shelve(LayOut({made})), {handle});
  };
  EXPECT_THAT(open(presented ? reference : PassportOf(kOne)).matches, SizeIs(1)) << "made by the same hand";
  const IndexMatches found = open(wrong);
  EXPECT_THAT(found.matches, IsEmpty());
  EXPECT_EQ(found.failures, 1u);
}

INSTANTIATE_TEST_SUITE_P(EveryClass, WrongHandleClassTest, ::testing::ValuesIn(domain::kIndexClasses));

// --- the alarm ---

std::vector<std::pair<std::string, std::string>> OutcomesInAuditLog(const service::NodeContext& node, size_t after) {
  std::vector<std::pair<std::string, std::string>> outcomes;
  const auto entries = store::ReadAudit(*node.engine.TakeSnapshot(), 0, store::kMaxPageRows).value();
  for (size_t i = after; i < entries.size(); ++i) {
    const statement::AuditEntry entry = statement::DecodeAuditEntry(entries[i].body).value();
    outcomes.emplace_back(entry.party, entry.outcome);
  }
  return outcomes;
}

TEST(MatchIndexAlarmTest, FailureBesideAMatchRaisesTheAlarmAndNothingElse) {
  ClearanceWorld world({.crowd = 2});
  const domain::IndexName name = world.Name("QQA", Purpose::kProtectiveCheck);
  const Handle good = PassportOf(world.crowd("QQA")[0].person);
  const Handle bad = PassportOf(world.crowd("QQA")[1].person);
  ForgedIndex index(world.federation(), name);
  index.EntryOf(bad).back() ^= 1;
  index.Serve();
  ASSERT_TRUE(world.FetchAnew(name).ok());
  const service::NodeContext& node = world.base().context(ClearanceWorld::kAsker);
  const size_t before = store::ReadAudit(*node.engine.TakeSnapshot(), 0, store::kMaxPageRows).value().size();
  const domain::StatusDecision decision = world.Ask(name.cls, {good, bad});
  EXPECT_EQ(decision.outcome, domain::CheckOutcome::kHold);
  EXPECT_THAT(decision.incomplete_reasons, IsEmpty());
  EXPECT_EQ(world.LineOf(decision, "QQA").status, domain::ConsultationStatus::kConsulted);
  EXPECT_THAT(OutcomesInAuditLog(node, before),
              ElementsAre(std::pair("", "INTENT"), std::pair("QQA", "RECORD_UNREADABLE"), std::pair("", "HOLD")));
}

}  // namespace
}  // namespace vsx::test
