// Blindness (issue 3, "Must hold"): everything that issuers' nodes receive and store during checks is written down and
// compared, of one person and of another, of known and unknown ones: same sizes, counts and order, elements fresh and
// all different, with all peers colluding too; and the real element is at each of the eight places equally often.

#include <sodium.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <map>
#include <set>

#include "crypto/blind_query.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/service/crypto_pool.h"
#include "node/service/federation_blind_checker.h"
#include "tests/service/clearance_world.h"
#include "tests/service/seen_shape.h"

namespace vsx::test {
namespace {

using domain::Handle;
using domain::Purpose;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Whoever may be asked about, in however many ways: known here, there, nowhere; by one handle or by eight.
std::vector<AskedPerson> AllKindsOfPeople(const ClearanceWorld& world, Purpose cls) {
  std::vector<AskedPerson> people = world.Everybody(cls);
  const auto fill = [&](std::string who, std::vector<Handle> handles) {
    for (int i = 0; handles.size() < domain::kMaxHandles; ++i) {
      handles.push_back(cls == Purpose::kPresented
                            ? Handle::FromReference(
                                  domain::ReferenceCode::FromSymbols("0000000000000000001" + std::to_string(i)).value())
                            : PassportOf({.passport = "XX700" + std::to_string(i)}));
    }
    people.push_back({std::move(who), std::move(handles)});
  };
  fill("nobody, by eight handles", {});
  fill("known at QQA, by eight handles", {world.crowd("QQA")[0].HandleFor(cls)});
  people.push_back({"known at both", {world.crowd("QQA")[0].HandleFor(cls), world.crowd("QQB")[0].HandleFor(cls)}});
  return people;
}

class BlindnessTest : public ::testing::Test {
 protected:
  std::vector<SeenEvaluation> SeenBy(ClearanceWorld& world, const std::string& issuer, size_t after) {
    std::vector<SeenEvaluation> seen = world.link().SeenBy(Party(issuer));
    seen.erase(seen.begin(), seen.begin() + static_cast<std::ptrdiff_t>(after));
    return seen;
  }
};

TEST_F(BlindnessTest, EveryCheckLooksTheSameToEveryIssuer) {
  ClearanceWorld world;
  int fetches = 0;
  for (const std::string& issuer : ClearanceWorld::Issuers()) {
    world.link().bend_header[Party(issuer)] = [&](auto&) { ++fetches; };
    world.link().bend_hashes[Party(issuer)] = [&](auto&) { ++fetches; };
  }
  for (const Purpose cls : domain::kIndexClasses) {
    for (const AskedPerson& asked : AllKindsOfPeople(world, cls)) {
      for (const std::string& issuer : ClearanceWorld::Issuers()) {
        SCOPED_TRACE(issuer + ", " + asked.who);
        const size_t before = world.link().SeenBy(Party(issuer)).size();
        world.Ask(cls, asked.handles);
        const std::vector<SeenEvaluation> seen = SeenBy(world, issuer, before);
        ASSERT_THAT(seen, SizeIs(1)) << "one question, after a local HOLD too";
        EXPECT_EQ(ShapeOf(seen[0]), (Shape{Party("QQC"), world.Name(issuer, cls), domain::EvaluationKind::kSingle, 32,
                                           std::vector<size_t>(8, 32), ClearanceWorld::kTimeout}));
      }
    }
  }
  EXPECT_EQ(fetches, 0) << "no check makes anybody fetch anything";
}

TEST_F(BlindnessTest, AllElementsAreFreshAcrossPersonsChecksAndParties) {
  ClearanceWorld world;
  std::set<std::string> elements;
  std::map<std::string, std::set<std::string>> parties_by_intent;
  size_t sent = 0;
  size_t checks = 0;
  for (int again = 0; again < 3; ++again) {
    for (const AskedPerson& asked : AllKindsOfPeople(world, Purpose::kProtectiveCheck)) {
      world.Ask(Purpose::kProtectiveCheck, asked.handles);
      ++checks;
    }
  }
  for (const std::string& issuer : ClearanceWorld::Issuers()) {
    for (const SeenEvaluation& seen : world.link().SeenBy(Party(issuer))) {
      for (const std::string& element : seen.batch.elements) {
        elements.insert(element);
        ++sent;
        EXPECT_EQ(crypto_core_ristretto255_is_valid_point(reinterpret_cast<const unsigned char*>(element.data())), 1);
      }
      EXPECT_TRUE(parties_by_intent[seen.batch.intent_hash].insert(issuer).second) << "one intent, one question";
    }
  }
  EXPECT_EQ(sent, checks * 2 * 8);
  EXPECT_EQ(elements.size(), sent) << "no element comes twice, for whomever, whenever, wherever";
  EXPECT_EQ(parties_by_intent.size(), checks) << "each check has an intent of its own, also of the same person";
}

// The same federation twice: in one the officers ask about these people, in the other about those. What the issuers
// have in the end is the same, to the byte.
TEST_F(BlindnessTest, NothingThatIsStoredDiffersByWhomWasAsked) {
  using RowsOfIssuers = std::map<std::string, std::map<std::string, std::string>>;
  const auto rows_after = [](Purpose cls, const std::string& who, RowsOfIssuers& rows) {
    ClearanceWorld world;
    std::vector<AskedPerson> people = AllKindsOfPeople(world, cls);
    const auto asked =
        std::find_if(people.begin(), people.end(), [&](const AskedPerson& one) { return one.who == who; });
    for (int again = 0; again < 5; ++again) {
      world.Ask(cls, asked->handles);
      world.base().clock().Advance(1);
    }
    for (const std::string& issuer : ClearanceWorld::Issuers()) {
      rows[issuer] = AllRows(world.base().context(issuer).engine);
    }
    return people;
  };
  for (const Purpose cls : domain::kIndexClasses) {
    RowsOfIssuers of_a_stranger;
    const std::vector<AskedPerson> people = rows_after(cls, "a stranger", of_a_stranger);
    ASSERT_THAT(of_a_stranger["QQA"], ::testing::Not(IsEmpty()));
    for (const AskedPerson& asked : people) {
      RowsOfIssuers rows;
      rows_after(cls, asked.who, rows);
      EXPECT_EQ(rows, of_a_stranger) << domain::PurposeName(cls) << ", " << asked.who;
    }
  }
}

// The comparison sees what is stored of a check: one more shows.
TEST_F(BlindnessTest, ThatSomebodyWasAskedAboutShows) {
  ClearanceWorld world;
  world.Ask(Purpose::kProtectiveCheck, world.Everybody(Purpose::kProtectiveCheck)[0].handles);
  const auto once = AllRows(world.base().context("QQA").engine);
  // Budgets are stored in blocks ahead: enough checks to need another.
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(world.federation()
                    .blind("QQA")
                    .budgets()
                    .Take(Party("QQC"), Purpose::kProtectiveCheck, domain::EvaluationKind::kSingle, 60'000)
                    .ok());
  }
  EXPECT_NE(AllRows(world.base().context("QQA").engine), once);
}

// --- statistics ---

// A checker whose draws can be made again. What it sends of no handle at all, from the same draws, differs from what it
// sends of some in exactly the places of the real elements.
class BlindnessStatisticsTest : public BlindnessTest {
 protected:
  BlindnessStatisticsTest()
      : parts_(Repeatable(world_.asker().parts(), random_)),
        checker_(parts_, world_.asker().link(), world_.asker().shelf(), world_.asker().watch(), pool_,
                 std::chrono::seconds(30)) {}

  static service::IndexParts Repeatable(const service::IndexParts& parts, crypto::RandomSource& random) {
    return {parts.trust, parts.clock, parts.engine, parts.catalogue, parts.folder, parts.seeds, random, parts.streams};
  }

  struct Sent {
    std::vector<std::string> elements;
    std::bitset<8> real;
  };
  Sent Ask(const std::string& label, const std::vector<Handle>& handles) {
    random_.Begin(label);
    const auto answers = checker_.Ask({Purpose::kProtectiveCheck, handles, {Party("QQA")}, std::string(32, 'i')});
    EXPECT_EQ(answers.at(0).consultation.failure, "");
    Sent sent{world_.link().SeenBy(Party("QQA")).back().batch.elements, {}};
    StoryRandomSource again("statistics");
    again.Begin(label);
    const auto of_nobody = crypto::BlindQuery::Create({}, domain::kElementsPerPerson, again).value();
    for (size_t i = 0; i < 8; ++i) sent.real[i] = sent.elements[i] != of_nobody.elements()[i];
    EXPECT_EQ(sent.real.count(), handles.size());
    return sent;
  }

  ClearanceWorld world_;
  StoryRandomSource random_{"statistics"};
  const service::IndexParts parts_;
  service::CryptoPool pool_{1};
  service::FederationBlindChecker checker_;
};

TEST_F(BlindnessStatisticsTest, RealElementIsAtEveryPlaceEquallyOften) {
  constexpr int kChecks = 800;
  const std::vector<Handle> known = {PassportOf(world_.crowd("QQA")[0].person)};
  std::array<int, 8> at{};
  for (int i = 0; i < kChecks; ++i) {
    const Sent sent = Ask(std::to_string(i), known);
    for (size_t place = 0; place < 8; ++place) at[place] += sent.real[place] ? 1 : 0;
  }
  double chi_square = 0;
  for (const int count : at) chi_square += (count - kChecks / 8.0) * (count - kChecks / 8.0) / (kChecks / 8.0);
  EXPECT_LT(chi_square, 24.32) << "7 degrees of freedom, p = 0.001";
}

// Three handles in eight places: each of the 56 ways, and each handle anywhere.
TEST_F(BlindnessStatisticsTest, SeveralRealElementsAreInEveryArrangementEquallyOften) {
  constexpr int kChecks = 1'120;
  const Person& person = world_.crowd("QQA")[0].person;
  const std::vector<Handle> handles = {PassportOf(person), NameOf(person), PassportOf({.passport = "XX0000777"})};
  std::map<unsigned long, int> arrangements;
  for (int i = 0; i < kChecks; ++i) ++arrangements[Ask("three " + std::to_string(i), handles).real.to_ulong()];
  double chi_square = 0;
  for (const auto& [arrangement, count] : arrangements) chi_square += (count - 20.0) * (count - 20.0) / 20.0;
  chi_square += 20.0 * static_cast<double>(56 - arrangements.size());
  EXPECT_LT(chi_square, 93.17) << "55 degrees of freedom, p = 0.001";
}

// Bit by bit, real elements are as often set as those that stand for nothing. The encoding fixes the lowest bit, and
// the highest; the field's size makes no difference that could be seen.
TEST_F(BlindnessStatisticsTest, RealElementsLookLikeTheOthers) {
  constexpr int kChecks = 400;
  std::array<std::array<int, 256>, 2> set{};
  std::array<int, 2> seen{};
  const std::vector<Handle> handles = {PassportOf(world_.crowd("QQA")[0].person), PassportOf({.passport = "XX0000777"}),
                                       NameOf(world_.crowd("QQA")[0].person), PassportOf({.passport = "XX0000778"})};
  for (int i = 0; i < kChecks; ++i) {
    const Sent sent = Ask("bits " + std::to_string(i), handles);
    for (size_t place = 0; place < 8; ++place) {
      const size_t real = sent.real[place] ? 1 : 0;
      ++seen[real];
      for (size_t bit = 0; bit < 256; ++bit) {
        set[real][bit] += static_cast<uint8_t>(sent.elements[place][bit / 8]) >> (bit % 8) & 1;
      }
    }
  }
  for (const size_t real : {0u, 1u}) {
    ASSERT_EQ(seen[real], kChecks * 4);
    EXPECT_EQ(set[real][0], 0);
    EXPECT_EQ(set[real][255], 0);
    // Of 1,600 tosses 800 ± 100 is five standard deviations.
    for (size_t bit = 1; bit < 255; ++bit) EXPECT_NEAR(set[real][bit], 800, 100) << real << " " << bit;
  }
}

}  // namespace
}  // namespace vsx::test
