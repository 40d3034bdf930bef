// An index holds exactly what consent allows (protocol §4, order of work): whole indexes of random populations are
// opened with every handle, and compared with the independent oracle of the consent policy (tests/domain/
// consent_oracle).

#include "node/service/index_population.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/blind_prf.h"
#include "crypto/index_entry.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/service/build_index.h"
#include "node/service/index_key.h"
#include "node/service/index_layout.h"
#include "node/service/match_index.h"
#include "node/service/revoke_case.h"
#include "tests/domain/consent_oracle.h"
#include "tests/domain/consent_world.h"
#include "tests/service/shared_windows.h"
#include "tests/support/blind_federation.h"
#include "tests/support/file_bytes.h"
#include "tests/support/one_index.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using domain::Handle;
using domain::HandleClass;
using domain::HandleMark;
using domain::MarkedHandle;
using domain::Purpose;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
namespace oracle = domain::oracle;

// The issuer is Party O of the oracle; A, B and C are those to whom it gives indexes.
constexpr char kRecipients[] = {'A', 'B', 'C'};
constexpr int kCases = 160;
constexpr int kSharedDocuments = 12;

std::string CodeOf(char letter) { return std::string("QQ") + letter; }

BlindOptions Options() {
  BlindOptions options;
  options.federation.parties = {"QQA", "QQB", "QQC", "QQO"};
  return options;
}

// One case as the test knows it.
struct Case {
  oracle::World world;
  std::vector<MarkedHandle> handles;
  bool revoked = false;
  std::optional<domain::CaseId> id{};
};

// The oracle's numbering.
int NumberOf(Purpose cls) { return cls == Purpose::kProtectiveCheck ? 3 : cls == Purpose::kConsularAssistance ? 4 : 5; }

// Which handles an index of this class is searched by, said once more.
bool IsOf(Purpose cls, const Handle& handle) {
  return (cls == Purpose::kPresented) == (handle.cls() == HandleClass::kReference);
}

class RandomPopulation {
 public:
  explicit RandomPopulation(uint64_t seed) : random_(seed) {}

  std::vector<Case> Draw() {
    std::vector<Case> cases(kCases);
    for (int i = 0; i < kCases; ++i) {
      cases[static_cast<size_t>(i)] = {DrawWorld(), DrawHandles(i), Chance(12)};
    }
    return cases;
  }

 private:
  bool Chance(uint64_t one_in) { return random_() % one_in == 0; }
  char Party() { return kRecipients[random_() % 3]; }

  oracle::World DrawWorld() {
    oracle::World world;
    world.asked = Chance(8) ? oracle::Asked::kNo : Chance(8) ? oracle::Asked::kNoAnswer : oracle::Asked::kAnswered;
    world.speaker = static_cast<oracle::Speaker>(random_() % 5);
    if (!Chance(3)) world.speaker = oracle::Speaker::kPerson;
    world.adult_then = !Chance(4);
    world.adult_now = world.adult_then || Chance(3);
    if (!world.adult_then && !Chance(3)) {
      world.speaker = oracle::Speaker::kBestInterests;
      world.view_recorded = !Chance(4);
    }
    world.in_doubt = Chance(10);
    world.seeks_protection = Chance(6);
    world.code = !Chance(4);
    world.is_protected = Chance(10);
    world.put = {'O'};
    for (const char party : kRecipients) {
      if (!Chance(5)) world.put.insert(party);
      if (Chance(7)) world.feared.insert(party);
    }
    world.sending.clear();
    if (Chance(2)) world.sending.insert(Party());
    switch (random_() % 6) {
      case 0:
        world.papers.stateless = true;
        break;
      case 1:
        world.papers.nationalities = {CodeOf(Party())};
        break;
      case 2:
        world.papers.former_residences = {CodeOf(Party())};
        break;
      case 3:
        world.papers.nationalities = {Chance(2) ? "XXA" : "XXX"};
        break;
      default:
        break;
    }
    world.votes.resize(random_() % 6);
    constexpr char kRows[] = {'A', 'B', 'C', 'O', oracle::kAnyParty};
    for (oracle::Vote& vote : world.votes) {
      vote = {kRows[random_() % 5], static_cast<int>(random_() % 9), !Chance(4)};
    }
    if (Chance(2)) world.votes.push_back({oracle::kAnyParty, Chance(2) ? 3 : oracle::kAnyPurpose, true});
    return world;
  }

  // One of its own, some that others have too, names, codes; any of them twice with another mark.
  std::vector<MarkedHandle> DrawHandles(int i) {
    const auto mark = [this] { return Chance(3) ? HandleMark::kPossible : HandleMark::kExact; };
    std::vector<MarkedHandle> handles;
    if (!Chance(10)) handles.push_back({PassportOf({.passport = "XX" + std::to_string(30'000 + i)}), mark()});
    // Most have this one too, all as possible: one that goes round.
    if (!Chance(5)) handles.push_back({PassportOf({.passport = "XX0040000"}), HandleMark::kPossible});
    if (Chance(5)) {
      handles.push_back({PassportOf({.passport = "XX004000" + std::to_string(1 + random_() % kSharedDocuments)}),
                         Chance(2) ? HandleMark::kPossible : HandleMark::kExact});
    }
    if (!Chance(3)) {
      const int namesake = Chance(8) ? 0 : i + 1;
      handles.push_back({NameOf({.name = "Contoh", .birth_date = std::to_string(1900 + namesake) + "-02-03"}), mark()});
    }
    for (int codes = static_cast<int>(random_() % 3); codes > 0; --codes) {
      std::array<uint8_t, domain::ReferenceCode::kRandomBytes> bytes{};
      for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random_());
      handles.push_back({Handle::FromReference(domain::ReferenceCode::FromRandom(bytes)), HandleMark::kExact});
    }
    if (!handles.empty() && Chance(4)) {
      MarkedHandle again = handles[random_() % handles.size()];
      again.mark = again.mark == HandleMark::kExact ? HandleMark::kPossible : HandleMark::kExact;
      handles.insert(handles.begin() + static_cast<std::ptrdiff_t>(random_() % handles.size()), again);
    }
    return handles;
  }

  std::mt19937_64 random_;
};

// --- what the oracle expects ---

bool ShareExactly(const Case& one, const Case& other, bool names_too) {
  for (const MarkedHandle& mine : one.handles) {
    if (mine.mark != HandleMark::kExact || (!names_too && mine.handle.cls() == HandleClass::kBiographic)) continue;
    if (std::count(other.handles.begin(), other.handles.end(), mine) > 0) return true;
  }
  return false;
}

// For each handle string: the cases that it must lead to, with the mark.
using Expected = std::map<std::string, std::map<size_t, HandleMark>>;

Expected Expect(const std::vector<Case>& cases, char recipient, Purpose cls) {
  Expected expected;
  for (size_t i = 0; i < cases.size(); ++i) {
    oracle::World world = cases[i].world;
    for (size_t j = 0; j < cases.size(); ++j) {
      if (i == j || !ShareExactly(cases[i], cases[j], true)) continue;
      world.linked.push_back(cases[j].world);
      world.linked.back().by_name_only = !ShareExactly(cases[i], cases[j], false);
    }
    if (!oracle::Allows(world, recipient, NumberOf(cls))) continue;
    for (const MarkedHandle& marked : cases[i].handles) {
      if (!IsOf(cls, marked.handle)) continue;
      const auto [mark, is_new] = expected[marked.handle.canonical()].try_emplace(i, marked.mark);
      if (!is_new && marked.mark == HandleMark::kExact) mark->second = HandleMark::kExact;
    }
  }
  return expected;
}

// --- the node's side ---

class PopulationFixture : public ::testing::Test {
 protected:
  PopulationFixture() : federation_(Options()) {
    base().clock().Set({plan().Start(federation_.epoch().Next()).seconds + 600});
  }

  TestFederation& base() { return federation_.base(); }
  domain::EpochPlan plan() { return federation_.plan(); }
  const service::NodeContext& node() { return base().context("QQO"); }

  // As it stands in the store, whatever the interview would have refused: the policy must withhold all the same.
  void Store(Case& one) {
    const domain::ConsentWorld built = domain::FromOracle(one.world);
    domain::CaseRecord record{.id = *domain::CaseId::FromBytes(node().random.Bytes(domain::CaseId::kSize))};
    record.registered_at = node().clock.Now();
    record.facts = FactsOf({.nationality = "QQN", .sending_parties = {}});
    domain::CaseFacts& facts = record.facts;
    facts.names.clear();
    facts.birth_date.reset();
    facts.age_class = one.world.adult_now ? domain::AgeClass::kAdult : domain::AgeClass::kChild;
    facts.handles = one.handles;
    facts.documents = built.facts.documents;
    facts.nationalities = built.facts.nationalities;
    facts.former_habitual_residences = built.facts.former_habitual_residences;
    facts.stateless = built.facts.stateless;
    facts.nationality_unknown = built.facts.nationality_unknown;
    facts.seeks_protection = built.facts.seeks_protection;
    facts.sending_parties = built.facts.sending_parties;
    facts.protected_for_agencies = built.facts.protected_for_agencies;
    facts.code_handed_over = built.facts.code_handed_over;
    record.consent = built.record;
    record.consent_number = 1;
    store::WriteBatch batch;
    auto key = node().cases.NewKey();
    ASSERT_TRUE(key.ok()) << key.status();
    node().cases.PutNew(batch, record, *key);
    for (const MarkedHandle& marked : facts.handles) node().cases.PutHandle(batch, record.id, marked.handle);
    ASSERT_TRUE(node().engine.Commit(batch).ok());
    one.id = record.id;
  }

  // Which case each copy is of, for one recipient and class.
  std::map<std::string, size_t> CopiesOf(const std::vector<Case>& cases, char recipient, Purpose cls) {
    std::map<std::string, size_t> copies;
    const auto snapshot = node().engine.TakeSnapshot();
    for (size_t i = 0; i < cases.size(); ++i) {
      const auto loaded = node().cases.Load(*snapshot, *cases[i].id);
      const auto theirs = node().cases.LoadCopies(*snapshot, *loaded).value();
      for (const domain::SignedCopy& copy : theirs) {
        if (copy.recipient == Party(CodeOf(recipient)) && copy.purpose == cls) {
          copies.emplace(copy.id.bytes(), i);
        }
      }
    }
    return copies;
  }

  // Opens the index with every handle that anybody has, and some that nobody has.
  void ExpectExactly(const std::vector<Case>& cases, char recipient, Purpose cls) {
    SCOPED_TRACE(std::string(1, recipient) + " " + std::string(domain::PurposeName(cls)));
    const domain::IndexName name = federation_.Name("QQO", CodeOf(recipient), cls);
    const auto index = federation_.blind(CodeOf(recipient)).shelf().Find(name);
    ASSERT_NE(index, nullptr);
    EXPECT_TRUE(index->header.complete);
    const auto seed = federation_.blind("QQO").seeds().Read(name.epoch).value();
    const crypto::PrfPrivateKey key = service::IndexKey(seed, name).value();
    const std::map<std::string, size_t> copies = CopiesOf(cases, recipient, cls);
    const Expected expected = Expect(cases, recipient, cls);

    std::set<Handle> handles = {PassportOf({.passport = "XX0099999"})};
    for (const Case& one : cases) {
      for (const MarkedHandle& marked : one.handles) handles.insert(marked.handle);
    }
    for (const Handle& handle : handles) {
      std::vector<crypto::PrfOutput> outputs;
      outputs.push_back(crypto::Evaluate(key, handle.canonical()).value());
      const service::IndexMatches found =
          service::MatchIndex(base().context(CodeOf(recipient)).trust, *index, {handle}, outputs, base().clock().Now());
      EXPECT_EQ(found.failures, 0u);
      std::map<size_t, HandleMark> found_cases;
      for (const domain::MatchEvidence& match : found.matches) {
        ASSERT_TRUE(copies.contains(match.attestation_id));
        ASSERT_THAT(match.handles, SizeIs(1));
        found_cases.emplace(copies.at(match.attestation_id), match.handles[0].mark);
      }
      const auto wanted = expected.find(handle.canonical());
      const std::map<size_t, HandleMark> wanted_cases =
          wanted == expected.end() ? std::map<size_t, HandleMark>() : wanted->second;
      most_on_one_handle_ = std::max(most_on_one_handle_, wanted_cases.size());
      found_ += found_cases.size();
      if (wanted_cases.size() <= 16) {
        EXPECT_EQ(found_cases, wanted_cases) << domain::HandleClassName(handle.cls());
      } else {
        EXPECT_THAT(found_cases, SizeIs(16));
        for (const auto& one : found_cases) EXPECT_EQ(wanted_cases.count(one.first), 1u) << one.first;
      }
    }
  }

  BlindFederation federation_;
  size_t most_on_one_handle_ = 0;
  size_t found_ = 0;
};

class IndexPopulationTest : public PopulationFixture, public ::testing::WithParamInterface<uint64_t> {};

TEST_P(IndexPopulationTest, WholeIndexesHoldExactlyWhatTheOracleAllows) {
  std::vector<Case> cases = RandomPopulation(GetParam()).Draw();
  for (Case& one : cases) Store(one);
  const auto build_and_fetch = [&] {
    federation_.blind("QQO").keeper().BuildDue();
    for (const char recipient : kRecipients) {
      EXPECT_TRUE(federation_.blind(CodeOf(recipient)).keeper().FetchDue(Party("QQO")));
    }
  };
  build_and_fetch();
  for (const char recipient : kRecipients) {
    for (const Purpose cls : domain::kIndexClasses) ExpectExactly(cases, recipient, cls);
  }
  EXPECT_GT(found_, 200u) << "the population is one in which much is allowed";
  EXPECT_GT(most_on_one_handle_, 16u) << "and one in which a handle goes round";

  // A revoked case stays abroad while its revocation is not in force there; own consent still decides.
  for (const Case& one : cases) {
    if (!one.revoked || one.world.is_protected) continue;
    const auto revoked =
        service::RevokeCase(node(), CaseOfficer("QQO"), *one.id, {domain::RevocationReason::kAtPersonsRequest, "", {}});
    ASSERT_TRUE(revoked.ok()) << revoked.status();
  }
  const domain::Epoch next = federation_.epoch().Next();
  for (const domain::UnixTime moment : {plan().CutOff(next), plan().PublishFrom(next), plan().Start(next)}) {
    base().clock().Set(moment);
    build_and_fetch();
  }
  for (const char recipient : kRecipients) {
    for (const Purpose cls : domain::kIndexClasses) ExpectExactly(cases, recipient, cls);
  }
  EXPECT_THAT(federation_.blind("QQO").observer().failures(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Seeds, IndexPopulationTest, ::testing::Values(11, 12, 13));

// --- single rules ---

class IndexPopulationRuleTest : public PopulationFixture {
 protected:
  domain::CaseId Identify(const Person& person, const std::vector<domain::Directive>& directives) {
    const domain::CaseId id = Register(base(), "QQO", person);
    domain::ConsentRecord record = Interview(base(), {"QQA", "QQB", "QQC"});
    record.directives = directives;
    Record(base(), "QQO", id, record);
    return id;
  }
  service::IndexPopulation Gather(char recipient, Purpose cls = Purpose::kProtectiveCheck) {
    auto population = GatherOnePopulation(node(), *node().engine.TakeSnapshot(),
                                          federation_.Name("QQO", CodeOf(recipient), cls), node().clock.Now());
    EXPECT_TRUE(population.ok()) << population.status();
    return *std::move(population);
  }
  service::BuiltIndex Build(char recipient) {
    const auto built =
        BuildOneIndex(node(), federation_.blind("QQO").parts(),
                      federation_.Name("QQO", CodeOf(recipient), Purpose::kProtectiveCheck), node().clock.Now());
    EXPECT_TRUE(built.ok()) << built.status();
    return built.value_or(service::BuiltIndex{});
  }
};

// However many cases are withheld, or have no handle of the class, none of them counts.
TEST_F(IndexPopulationRuleTest, WithheldCasesTakeNoPlace) {
  for (int i = 0; i < 1'030; ++i) {
    Case one;
    one.world.votes = {{'A', oracle::kAnyPurpose, false}};
    one.handles = {{PassportOf({.passport = "XX" + std::to_string(50'000 + i)}), HandleMark::kExact}};
    Store(one);
  }
  Identify({}, {Allow("QQA", Purpose::kProtectiveCheck)});
  domain::CaseFacts nameless = FactsOf({.passport = "XX0000002"});
  nameless.handles.clear();
  const auto id = service::RegisterCase(node(), CaseOfficer("QQO"), nameless, "").value().record.id;
  domain::ConsentRecord record = Interview(base(), {"QQA"});
  record.directives = {Allow("QQA", Purpose::kProtectiveCheck)};
  Record(base(), "QQO", id, record);
  const service::IndexPopulation population = Gather('A');
  EXPECT_THAT(population.copies, SizeIs(1));
  EXPECT_THAT(population.unsigned_cases, IsEmpty());
  EXPECT_EQ(population.unreadable, 0u);
}

// A copy that consent allows and nobody signed yet is signed before the index is built.
TEST_F(IndexPopulationRuleTest, WhatWasAllowedAndNeverSignedIsSigned) {
  Case one;
  one.world.votes = {{'A', 3, true}};
  one.handles = {{PassportOf({}), HandleMark::kExact}};
  Store(one);
  EXPECT_THAT(Gather('A').unsigned_cases, SizeIs(1));
  const service::BuiltIndex built = Build('A');
  EXPECT_TRUE(built.complete);
  EXPECT_EQ(built.records, 1u);
}

// Whom nobody can sign for leaves the index that she belongs in incomplete, and that of a Party from which she is
// withheld as it is without her.
TEST_F(IndexPopulationRuleTest, CaseThatCannotBeSignedLeavesTheIndexesOfOthersAlone) {
  Case one;
  one.world.votes = {{'A', 3, true}, {'B', oracle::kAnyPurpose, false}};
  one.handles = {{PassportOf({}), HandleMark::kExact}};
  Store(one);
  base().node("QQO").attestation_signer().Fail(true);
  const std::vector<domain::IndexName> names = {federation_.Name("QQO", "QQA", Purpose::kProtectiveCheck),
                                                federation_.Name("QQO", "QQB", Purpose::kProtectiveCheck)};
  const service::BuiltIndexes built =
      service::BuildIndexes(node(), federation_.blind("QQO").parts(), names, node().clock.Now());
  ASSERT_TRUE(built[0].ok()) << built[0].status();
  EXPECT_FALSE(built[0]->complete);
  EXPECT_EQ(built[0]->unreadable, 1u);
  ASSERT_TRUE(built[1].ok()) << built[1].status();
  EXPECT_TRUE(built[1]->complete);
  EXPECT_EQ(built[1]->unreadable, 0u);
}

// Where memory does not do for all indexes at once, each group holds what it would hold alone.
TEST_F(IndexPopulationRuleTest, IndexesOfSeveralGroupsHoldWhatConsentAllows) {
  Identify({}, {Allow("QQA", Purpose::kProtectiveCheck), DenyAll("QQB"), Allow("QQC", Purpose::kProtectiveCheck)});
  Identify({.name = "Contoh Another", .passport = "XX0000002"},
           {DenyAll("QQA"), DenyAll("QQB"), Allow("QQC", Purpose::kProtectiveCheck)});
  std::vector<domain::IndexName> names;
  for (const char* recipient : {"QQA", "QQB", "QQC"}) {
    names.push_back(federation_.Name("QQO", recipient, Purpose::kProtectiveCheck));
  }
  // Two cases: of four copies two indexes at once, then the third.
  const service::BuiltIndexes built =
      service::BuildIndexes(node(), federation_.blind("QQO").parts(), names, node().clock.Now(), 4);
  const size_t allowed[] = {1, 0, 2};
  for (size_t i = 0; i < names.size(); ++i) {
    ASSERT_TRUE(built[i].ok()) << built[i].status();
    EXPECT_TRUE(built[i]->is_new && built[i]->complete) << i;
    EXPECT_EQ(built[i]->records, allowed[i]) << i;
  }
}

// A copy that was there and cannot be read is one that the index lacks, since nothing new is signed of a revoked case.
TEST_F(IndexPopulationRuleTest, RevokedCaseWhoseCopyIsDamagedMakesTheIndexIncomplete) {
  const domain::CaseId id = Identify({}, {Allow("QQA", Purpose::kProtectiveCheck)});
  ASSERT_THAT(Gather('A').copies, SizeIs(1));
  ASSERT_TRUE(
      service::RevokeCase(node(), CaseOfficer("QQO"), id, {domain::RevocationReason::kAtPersonsRequest, "", {}}).ok());
  const auto loaded = node().cases.Load(*node().engine.TakeSnapshot(), id);
  ASSERT_TRUE(loaded.ok());
  const auto copies = node().cases.LoadCopies(*node().engine.TakeSnapshot(), *loaded);
  ASSERT_TRUE(copies.ok());
  ASSERT_THAT(*copies, Not(IsEmpty()));
  store::WriteBatch batch;
  for (const domain::SignedCopy& copy : *copies) {
    batch.Put(store::Table::kCase, store::CaseCopyKey(id, copy.id), "damaged");
  }
  ASSERT_TRUE(node().engine.Commit(batch).ok());
  const service::IndexPopulation population = Gather('A');
  EXPECT_THAT(population.copies, IsEmpty());
  EXPECT_EQ(population.unreadable, 1u);
}

// Nothing new of a revoked case is signed for anybody (protocol §6), so it is none that the index lacks.
TEST_F(IndexPopulationRuleTest, CaseRevokedBeforeAnythingWasSignedLeavesTheIndexComplete) {
  const domain::CaseId id = Register(base(), "QQO", {});
  ASSERT_TRUE(
      service::RevokeCase(node(), CaseOfficer("QQO"), id, {domain::RevocationReason::kAtPersonsRequest, "", {}}).ok());
  domain::ConsentRecord record = Interview(base(), {"QQA"});
  record.directives = {Allow("QQA", Purpose::kProtectiveCheck)};
  Record(base(), "QQO", id, record);
  const service::BuiltIndex built = Build('A');
  EXPECT_TRUE(built.complete);
  EXPECT_EQ(built.unreadable, 0u);
  EXPECT_EQ(built.records, 0u);
}

// --- nothing links two classes of one recipient ---

// What stands in two indexes would show that somebody is in both, whoever put it there: no randomness is bent for this,
// and that of dummies may not meet either.
TEST_F(IndexPopulationRuleTest, OnePopulationsIndexesOfTwoClassesHaveNothingInCommon) {
  constexpr size_t kPeople = 40;
  std::vector<Handle> handles;
  for (size_t i = 0; i < kPeople; ++i) {
    Case one;
    one.world.papers.nationalities = {"QQA"};
    one.world.votes = {{'A', 3, true}, {'A', 4, true}};
    handles.push_back(PassportOf({.passport = "XX" + std::to_string(70'000 + i)}));
    one.handles = {{handles.back(), HandleMark::kExact}};
    Store(one);
  }
  const domain::IndexName names[] = {federation_.Name("QQO", "QQA", Purpose::kProtectiveCheck),
                                     federation_.Name("QQO", "QQA", Purpose::kConsularAssistance)};
  std::string files[2];
  std::set<std::string> inside[2];  // what who can name somebody reads: copy ids, salts, PRF outputs
  std::set<std::string> envelopes[2];
  for (size_t i : {0u, 1u}) {
    const auto built = BuildOneIndex(node(), federation_.blind("QQO").parts(), names[i], node().clock.Now());
    ASSERT_TRUE(built.ok()) << built.status();
    ASSERT_EQ(built->records, kPeople);
    files[i] = FileBytes(federation_.blind("QQO").folder().OwnPath(names[i]).value());
    ASSERT_GT(files[i].size(), 4'000'000u);
    const auto seed = federation_.blind("QQO").seeds().Read(names[i].epoch).value();
    const crypto::PrfPrivateKey key = service::IndexKey(seed, names[i]).value();
    inside[i].insert(std::string(key.public_key().bytes()));
    for (const Handle& handle : handles) {
      inside[i].insert(std::string(crypto::Evaluate(key, handle.canonical()).value().ExposeSecret()));
    }
    for (const service::IndexedCopy& copy : Gather('A', names[i].cls).copies) {
      inside[i].insert(std::string(copy.id.bytes()));
      envelopes[i].insert(copy.envelope);
      for (const domain::Opening& opening : copy.openings) inside[i].insert(opening.salt);
    }
    EXPECT_EQ(inside[i].size(), 1 + 3 * kPeople);
    EXPECT_EQ(envelopes[i].size(), kPeople);
  }
  EXPECT_THAT(WindowsOfBoth(files[0], files[1]), IsEmpty());
  // The search finds what is there: one window, at an odd place.
  std::string planted = files[1];
  planted.replace(1'000'001, sizeof(Window), files[0], 2'000'007, sizeof(Window));
  EXPECT_THAT(WindowsOfBoth(files[0], planted), SizeIs(1));
  std::vector<std::string> shared_inside;
  std::ranges::set_intersection(inside[0], inside[1], std::back_inserter(shared_inside));
  std::ranges::set_intersection(envelopes[0], envelopes[1], std::back_inserter(shared_inside));
  EXPECT_THAT(shared_inside, IsEmpty());
}

// One case whose copy cannot be made leaves the others in too.
TEST_F(IndexPopulationRuleTest, CaseThatCannotBeSignedMakesTheIndexIncompleteAndLeavesTheOthersIn) {
  Identify({}, {Allow("QQA", Purpose::kProtectiveCheck)});
  Case one;
  one.world.votes = {{'A', 3, true}};
  one.handles = {{PassportOf({.passport = "XX0000002"}), HandleMark::kExact}};
  Store(one);
  const auto loaded = node().cases.Load(*node().engine.TakeSnapshot(), *one.id);
  ASSERT_TRUE(loaded.ok());
  domain::CaseRecord grown = loaded->record;
  for (int i = 0; i < 60; ++i) {
    grown.facts.instrument_codes.push_back(
        domain::Code::Create("INSTRUMENT-NUMBER-" + std::to_string(1'000 + i) + "-OF-MANY-MORE").value());
  }
  store::WriteBatch batch;
  node().cases.PutChanged(batch, *loaded, grown);
  ASSERT_TRUE(node().engine.Commit(batch).ok());
  const service::BuiltIndex built = Build('A');
  EXPECT_FALSE(built.complete);
  EXPECT_EQ(built.unreadable, 1u);
  EXPECT_EQ(built.records, 1u);
}

// A row without its key is no erased case: an older folder of keys was put back under a newer store.
TEST_F(IndexPopulationRuleTest, CaseThatLostItsKeyMakesTheIndexIncomplete) {
  const domain::CaseId id = Identify({}, {Allow("QQA", Purpose::kProtectiveCheck)});
  const store::CaseKeyId key = node().cases.Load(*node().engine.TakeSnapshot(), id)->key.id;
  ASSERT_TRUE(base().node("QQO").vault().Destroy(absl::MakeConstSpan(&key, 1)).ok());
  const service::BuiltIndex built = Build('A');
  EXPECT_FALSE(built.complete);
  EXPECT_EQ(built.unreadable, 1u);
  EXPECT_EQ(built.records, 0u);
}

// What keeps her out is that it cannot be read whether another case of hers objects: nobody may be told that all are
// here. A Party that she did not allow sees nothing of it.
TEST_F(IndexPopulationRuleTest, CaseKeptOutByADamagedLookupMakesTheIndexIncomplete) {
  const std::string id(Identify({}, {Allow("QQA", Purpose::kProtectiveCheck)}).bytes());
  const std::string table = std::to_string(static_cast<int>(store::Table::kHandleLookup)) + ":";
  store::WriteBatch batch;
  for (const auto& [key, value] : AllRows(node().engine)) {
    if (!key.starts_with(table) || !key.ends_with(id)) continue;
    batch.Put(store::Table::kHandleLookup, key.substr(table.size(), key.size() - table.size() - id.size()) + "x",
              value);
  }
  ASSERT_THAT(batch.changes(), Not(IsEmpty()));
  ASSERT_TRUE(node().engine.Commit(batch).ok());
  const service::BuiltIndex built = Build('A');
  EXPECT_FALSE(built.complete);
  EXPECT_EQ(built.unreadable, 1u);
  EXPECT_EQ(built.records, 0u);
  EXPECT_TRUE(Build('B').complete);
}

// One case that cannot be read leaves the others in, and nobody absent.
TEST_F(IndexPopulationRuleTest, UnreadableCaseMakesTheIndexIncompleteAndLeavesTheOthersIn) {
  Identify({}, {Allow("QQA", Purpose::kProtectiveCheck)});
  const Person other{.name = "Contoh Dua", .passport = "XX0000002"};
  const domain::CaseId id = Identify(other, {Allow("QQA", Purpose::kProtectiveCheck)});
  for (const auto& [key, value] : AllRows(node().engine)) {
    const std::string prefix = std::to_string(static_cast<int>(store::Table::kCase)) + ":";
    if (value.empty() || !key.starts_with(prefix) || key.find(std::string(id.bytes())) == std::string::npos) continue;
    store::WriteBatch batch;
    std::string bent = value;
    bent.back() = static_cast<char>(bent.back() ^ 1);
    batch.Put(store::Table::kCase, key.substr(prefix.size()), bent);
    ASSERT_TRUE(node().engine.Commit(batch).ok());
  }
  const service::BuiltIndex built = Build('A');
  EXPECT_FALSE(built.complete);
  EXPECT_EQ(built.unreadable, 1u);
  EXPECT_EQ(built.records, 1u);
  federation_.blind("QQO").keeper().BuildDue();
  EXPECT_TRUE(federation_.blind("QQA").keeper().FetchDue(Party("QQO")));
  EXPECT_EQ(OutcomeAt(base(), "QQA", {}), domain::CheckOutcome::kHold);
  EXPECT_EQ(OutcomeAt(base(), "QQA", other), domain::CheckOutcome::kIncomplete);
}

}  // namespace
}  // namespace vsx::test
