#include "tests/service/decision_paths.h"

#include <algorithm>
#include <future>
#include <utility>

#include "gtest/gtest.h"

namespace vsx::test {
namespace {

using domain::CheckOutcome;
using domain::Purpose;

// By whom nobody was reached at a first try.
const std::vector<std::set<std::string>>& WaysToBeAway() {
  static const auto* const ways = new std::vector<std::set<std::string>>{{"QQA"}, {"QQB"}, {"QQA", "QQB"}};
  return *ways;
}

std::string NameOfSecondTry(const std::set<std::string>& away) {
  std::string name = "second try, at the first nobody of";
  for (const std::string& party : away) name += " " + party;
  return name;
}

Told ToldBy(std::string path, const AskedPerson& asked, const absl::StatusOr<service::CheckAnswer>& answer) {
  Told told{.path = std::move(path), .asked = asked};
  EXPECT_TRUE(answer.ok()) << answer.status();
  if (!answer.ok()) return told;
  told.outcome = answer->decision.outcome;
  for (const domain::ConsultedParty& line : answer->decision.consultations) {
    if (line.status != domain::ConsultationStatus::kConsulted) told.not_consulted[line.party.value()] = line.reason;
  }
  bool says_that_a_party_is_missing = false;
  for (const domain::IncompleteReason reason : answer->decision.incomplete_reasons) {
    if (reason == domain::IncompleteReason::kPartyNotConsulted) {
      says_that_a_party_is_missing = true;
    } else {
      told.doubts.emplace(domain::IncompleteReasonName(reason));
    }
  }
  EXPECT_EQ(says_that_a_party_is_missing, !told.not_consulted.empty());
  return told;
}

std::vector<Told> Screened(ClearanceWorld& world, const std::vector<AskedPerson>& persons) {
  const std::vector<service::ScreenedRow> rows = world.Screen(persons);
  EXPECT_EQ(rows.size(), persons.size());
  std::vector<Told> all;
  for (size_t i = 0; i < std::min(rows.size(), persons.size()); ++i) {
    Told told{.path = "screening", .asked = persons[i], .outcome = rows[i].outcome};
    for (const domain::ConsultedParty& line : rows[i].not_consulted)
      told.not_consulted[line.party.value()] = line.reason;
    told.doubts.insert(rows[i].reasons.begin(), rows[i].reasons.end());
    told.says_why = told.outcome != CheckOutcome::kHold;
    all.push_back(std::move(told));
  }
  return all;
}

}  // namespace

EveryPath::EveryPath(ClearanceWorld& world, Purpose cls, const std::vector<AskedPerson>& persons,
                     const std::set<std::string>& failing) {
  for (const AskedPerson& asked : persons) {
    const service::CheckInput input = ClearanceWorld::Input(cls, asked.handles, asked.partial_date_only);
    questions_.push_back([&world, asked, input] {
      const auto answer = service::CheckStatus(world.base().context(ClearanceWorld::kAsker),
                                               BorderOfficer(ClearanceWorld::kAsker), input);
      return std::vector{ToldBy("single check", asked, answer)};
    });
    for (const std::set<std::string>& away : WaysToBeAway()) {
      const bool meets = std::includes(away.begin(), away.end(), failing.begin(), failing.end());
      if (meets) AddSecondTry(world, cls, asked, away);
    }
  }
  if (cls != Purpose::kProtectiveCheck) return;
  for (size_t first = 0; first < persons.size(); first += domain::kMostPersonsOfABatch) {
    const size_t last = std::min(persons.size(), first + domain::kMostPersonsOfABatch);
    const std::vector<AskedPerson> batch(persons.begin() + static_cast<std::ptrdiff_t>(first),
                                         persons.begin() + static_cast<std::ptrdiff_t>(last));
    questions_.push_back([&world, batch] { return Screened(world, batch); });
  }
}

void EveryPath::AddSecondTry(ClearanceWorld& world, Purpose cls, const AskedPerson& asked,
                             const std::set<std::string>& away) {
  service::StatusCheck check(world.base().context(ClearanceWorld::kAsker), BorderOfficer(ClearanceWorld::kAsker),
                             ClearanceWorld::Input(cls, asked.handles, asked.partial_date_only),
                             domain::Method::kAwaitStatus);
  for (const std::string& party : away) world.link().refuse[Party(party)] = absl::UnavailableError("away");
  const Told first = ToldBy("first try", asked, check.Try());
  world.link().refuse.clear();
  EXPECT_NE(first.outcome, CheckOutcome::kNoRecord) << asked.who;
  EXPECT_EQ(check.NextTryAt().has_value(), first.outcome == CheckOutcome::kIncomplete) << asked.who;
  for (const std::string& issuer : ClearanceWorld::Issuers()) {
    EXPECT_EQ(first.not_consulted.contains(issuer), away.contains(issuer))
        << "all is well until the failure: " << issuer;
  }
  if (!check.NextTryAt().has_value()) return;
  questions_.push_back([path = NameOfSecondTry(away), asked, check] {
    service::StatusCheck again = check;
    return std::vector{ToldBy(path, asked, again.Try())};
  });
}

std::vector<Told> EveryPath::Answers(const std::function<void()>& before_each) const {
  std::vector<Told> all;
  for (const Question& question : questions_) {
    before_each();
    for (Told& told : question()) all.push_back(std::move(told));
  }
  return all;
}

std::vector<Told> EveryPath::AnswersAtOnce() const {
  std::vector<std::future<std::vector<Told>>> asked;
  for (const Question& question : questions_) asked.push_back(std::async(std::launch::async, question));
  std::vector<Told> all;
  for (auto& answer : asked) {
    for (Told& told : answer.get()) all.push_back(std::move(told));
  }
  return all;
}

}  // namespace vsx::test
