// Withheld looks like absent, in the indexes too (system.md, rule 3; issue 3, "Must hold"): to Parties that the person
// excluded, together, every byte of every index, every header, every evaluation, every delivery and every answer is the
// same as if the case did not exist, and comes at the same moment. After a withdrawal the same holds from the next
// cut-off on, and until then the withdrawal shows nowhere.
//
// A story is told twice with the same seeds and clock, and what the Parties see is written down line by line. Copies,
// deliveries and indexes draw from streams of their own, as in withheld_looks_absent_test.cc; nothing at the issuing
// node is ever set back. By step is only what an officer's own check draws at her own node, its id and salts: in the
// tellings about a withdrawal she found the person before, and wrote more down then.
//
// Not hidden, on purpose: a case whose record cannot be read, consent and all, may have to be in any index, and leaves
// each incomplete (index_population.h). Where only a copy cannot be read or signed, that is so where she belongs alone.

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/blind_query.h"
#include "crypto/encoding.h"
#include "crypto/hash.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/service/build_index.h"
#include "node/service/issue_reference_code.h"
#include "node/service/match_index.h"
#include "node/service/revoke_case.h"
#include "store/row_key.h"
#include "tests/service/repeatable_sodium.h"
#include "tests/support/blind_federation.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using domain::Purpose;

// Of nine indexes as many are built at once as this gives cases: the hidden one moves the borders of the groups.
constexpr size_t kFewCopies = 6;
const Person kHidden{.name = "Tersembunyi Example", .passport = "XX0000900", .sending_parties = {"QQB", "QQD"}};
const Person kShared{.name = "Contoh Fictitious", .passport = "XX0000901", .sending_parties = {"QQB"}};
const Person kSharedLater{.name = "Halimbawa Sample", .passport = "XX0000902", .sending_parties = {"QQC"}};

// QQA identifies; QQB and QQC are excluded and put together what they see; QQD is allowed.
const std::vector<std::string> kCoalition = {"QQB", "QQC"};
const std::vector<std::string> kAllowed = {"QQD"};

std::string Said(const absl::Status& status) {
  return absl::StatusCodeToString(status.code()) + " " + domain::ErrorReason(status) + " " +
         domain::ErrorField(status) + " " + std::string(status.message());
}

// One telling: what these Parties saw, as lines, and where in it each epoch begins.
struct Transcript {
  std::vector<std::string> lines;
  std::vector<size_t> epoch_starts;  // of each epoch that was prepared: the line at which its cut-off is
  std::vector<std::map<std::string, std::string>> rows;  // of each Party's store, at the end
  std::set<std::string> incomplete;                      // the recipients of indexes that said so, watched or not
};

// How a story is told.
struct Terms {
  size_t most_copies = service::kMostCopiesAtOnce;
  int epochs = 3;
};

class Telling {
 public:
  using Happens = std::function<void(Telling&)>;

  Telling(std::vector<std::string> watchers, const Terms& terms)
      : watchers_(std::move(watchers)), epochs_(terms.epochs), federation_(Options(terms)) {
    base().clock().Set({plan().Start(federation_.epoch().Next()).seconds + 100});
  }

  TestFederation& base() { return federation_.base(); }
  domain::EpochPlan plan() { return federation_.plan(); }

  // `before`: in the first epoch; `during`: in the middle of each later one, by its number from 1.
  Transcript Tell(const Happens& before, const std::map<int, Happens>& during) {
    const domain::CaseId shared = Register(base(), "QQA", kShared, "shared");
    if (before) before(*this);
    Record(base(), "QQA", shared, YesTo(base(), {"QQB", "QQC", "QQD"}));
    base().RunDispatch();
    for (int epoch = 1; epoch <= epochs_; ++epoch) {
      PrepareNextEpoch();
      base().clock().Advance(60);
      if (epoch == 1) IdentifyAnother();
      if (const auto happens = during.find(epoch); happens != during.end()) happens->second(*this);
      base().RunDispatch();
      LookAround("in the middle", true);
    }
    for (const std::string& party : watchers_) {
      for (const SeenDelivery& one : base().link().SeenBy(Party(party))) {
        seen_.lines.push_back(party + " was delivered " + domain::DeliveryTypeName(one.type) + " " + one.delivery_id +
                              crypto::ToHex(one.sealed_content) + "@" + std::to_string(one.at));
      }
      seen_.rows.push_back(AllRows(base().context(party).engine));
    }
    for (const auto& [name, built] : federation_.blind("QQA").observer().built()) {
      if (!built.complete) seen_.incomplete.insert(name.recipient.value());
    }
    EXPECT_THAT(federation_.blind("QQA").observer().failures(), ::testing::IsEmpty());
    return std::move(seen_);
  }

 private:
  static BlindOptions Options(const Terms& terms) {
    BlindOptions options;
    options.most_copies = terms.most_copies;
    options.federation.on_stream = RepeatableSodium::Begin;
    options.federation.parties = {"QQA", "QQB", "QQC", "QQD"};
    return options;
  }

  // Whom all may find, by a code too, after the hidden person has drawn what she draws.
  void IdentifyAnother() {
    const domain::CaseId id = Register(base(), "QQA", kSharedLater, "later");
    Record(base(), "QQA", id, YesTo(base(), {"QQB", "QQC", "QQD"}));
    const auto code = service::IssueReferenceCode(base().context("QQA"), CaseOfficer("QQA"), id);
    ASSERT_TRUE(code.ok()) << code.status();
  }

  // Cut-off, the second before publication, publication, and the epoch's start. Only QQA builds: what others publish is
  // none of this story.
  void PrepareNextEpoch() {
    const domain::Epoch next = federation_.epoch().Next();
    seen_.epoch_starts.push_back(seen_.lines.size());
    const int64_t publish = plan().PublishFrom(next).seconds;
    for (const int64_t moment : {plan().CutOff(next).seconds, publish - 1, publish, plan().Start(next).seconds}) {
      base().clock().Set({moment});
      federation_.blind("QQA").keeper().BuildDue();
      LookAt(next, "next epoch's", moment == publish);
      for (const std::string& party : watchers_) federation_.blind(party).keeper().FetchDue(Party("QQA"));
    }
    LookAround("at its start", false);
  }

  void Write(const std::string& party, const std::string& what, const std::string& bytes) {
    seen_.lines.push_back(std::to_string(base().clock().Now().seconds) + " " + party + " " + what + ": " + bytes);
  }

  // What QQA gives out of the indexes of `epoch` at this moment, to each of these Parties; `whole`: every chunk too.
  void LookAt(domain::Epoch epoch, const std::string& which, bool whole) {
    for (const std::string& party : watchers_) {
      for (const Purpose cls : domain::kIndexClasses) {
        const domain::IndexName name{Party("QQA"), Party(party), cls, epoch};
        const std::string what = which + " " + std::string(domain::PurposeName(cls));
        const auto header = federation_.blind(party).link().GetHeader(name);
        Write(party, what + " header",
              header.ok() ? crypto::ToHex(header->envelope) + "@" + std::to_string(header->server_time.seconds)
                          : Said(header.status()));
        const auto file = federation_.blind("QQA").issued().Open({Party(party), "vsx://" + party + "/node/1"}, name);
        if (!file.ok()) {
          Write(party, what + " file", Said(file.status()));
          continue;
        }
        Write(party, what + " file", std::to_string((*file)->chunk_hashes().size()) + " chunks");
        for (uint32_t i = 0; whole && i < (*file)->chunk_hashes().size(); ++i) {
          Write(party, what + " chunk " + std::to_string(i), crypto::ToHex(crypto::Sha256(*(*file)->Chunk(i))));
        }
      }
    }
  }

  // What these Parties learn by asking, of whom they like: evaluations to the byte, what they find, and what their
  // officers read.
  void LookAround(const std::string& when, bool whole) {
    LookAt(federation_.epoch(), when, whole);
    for (const std::string& party : watchers_) {
      for (const Person& person : {kHidden, kShared}) {
        base().node(party).random().Begin(std::to_string(base().clock().Now().seconds) + " asks about " +
                                          person.passport);
        LookFor(party, when, {PassportOf(person), NameOf(person)});
        const service::CheckAnswer answer = Check(base(), party, {PassportOf(person), NameOf(person)});
        Write(party, "receipt", crypto::ToHex(answer.receipt_envelope));
        Write(party, "matches of " + person.passport, std::to_string(answer.decision.matches.size()));
      }
    }
  }

  void LookFor(const std::string& party, const std::string& when, const std::vector<domain::Handle>& handles) {
    BlindNode& node = federation_.blind(party);
    for (const Purpose cls : {Purpose::kProtectiveCheck, Purpose::kConsularAssistance}) {
      const domain::IndexName name{Party("QQA"), Party(party), cls, federation_.epoch()};
      const std::string what = when + " " + std::string(domain::PurposeName(cls));
      const auto index = node.shelf().Find(name);
      if (index == nullptr) {
        Write(party, what, "no index");
        continue;
      }
      StoryRandomSource blinds("blinds/" + what + party);
      std::vector<std::string> inputs;
      for (const domain::Handle& handle : handles) inputs.emplace_back(handle.canonical());
      auto query = crypto::BlindQuery::Create(inputs, domain::kElementsPerPerson, blinds).value();
      const auto evaluation = service::Evaluate(
          node.link(), name, {domain::EvaluationKind::kSingle, std::string(32, 'i'), query.elements()});
      if (!evaluation.ok()) {
        Write(party, what, Said(evaluation.status()));
        continue;
      }
      for (const std::string& element : evaluation->elements) Write(party, what + " element", crypto::ToHex(element));
      Write(party, what + " proof", crypto::ToHex(evaluation->proof));
      const auto outputs = std::move(query).Finalize(index->public_key, evaluation->elements, evaluation->proof);
      ASSERT_TRUE(outputs.ok()) << outputs.status();
      const service::IndexMatches found =
          service::MatchIndex(base().context(party).trust, *index, handles, *outputs, base().clock().Now());
      Write(party, what + " found", std::to_string(found.matches.size()) + "/" + std::to_string(found.failures));
    }
  }

  const std::vector<std::string> watchers_;
  const int epochs_;
  BlindFederation federation_;
  Transcript seen_;
};

Transcript Tell(const std::vector<std::string>& watchers, const Telling::Happens& before,
                const std::map<int, Telling::Happens>& during = {}, const Terms& terms = {}) {
  const RepeatableSodium repeatable;
  return Telling(watchers, terms).Tell(before, during);
}

// The first line in which two tellings differ; empty if none does.
std::string Difference(const Transcript& one, const Transcript& other, size_t from_one, size_t from_other) {
  size_t i = from_one;
  size_t j = from_other;
  for (; i < one.lines.size() && j < other.lines.size(); ++i, ++j) {
    if (one.lines[i] != other.lines[j])
      return one.lines[i].substr(0, 400) + "\n  other: " + other.lines[j].substr(0, 400);
  }
  return i == one.lines.size() && j == other.lines.size() ? "" : "one telling is longer than the other";
}

// --- what the hidden person does ---

domain::ConsentRecord YesToQqd(TestFederation& base) {
  domain::ConsentRecord record = YesTo(base, {"QQD"});
  for (const char* party : {"QQB", "QQC"}) record.parties_put_to_her.push_back(Party(party));
  record.directives.push_back(Allow("QQD", Purpose::kConsularAssistance));
  return record;
}

void Deny(domain::ConsentRecord& record, Purpose purpose) {
  for (const std::string& party : kCoalition) record.directives.push_back(test::Deny(party, purpose));
}

void GiveCode(Telling& telling, const domain::CaseId& id) {
  ASSERT_TRUE(service::IssueReferenceCode(telling.base().context("QQA"), CaseOfficer("QQA"), id).ok());
}

domain::CaseId DenyAllAndCode(Telling& telling) {
  const domain::CaseId id = Register(telling.base(), "QQA", kHidden);
  domain::ConsentRecord record = YesToQqd(telling.base());
  for (const std::string& party : kCoalition) record.directives.push_back(DenyAll(party));
  Deny(record, Purpose::kPresented);
  Record(telling.base(), "QQA", id, record);
  GiveCode(telling, id);
  return id;
}

struct Excluding {
  std::string name;
  Telling::Happens before;
  std::map<int, Telling::Happens> during{};
};

std::vector<Excluding> WaysToExclude() {
  std::vector<Excluding> ways;
  ways.push_back({"NotAsked", [](Telling& telling) { Register(telling.base(), "QQA", kHidden); }});
  ways.push_back({"DeniesAll", [](Telling& telling) { DenyAllAndCode(telling); }});
  ways.push_back({"DeniesEachPurpose", [](Telling& telling) {
                    const domain::CaseId id = Register(telling.base(), "QQA", kHidden);
                    domain::ConsentRecord record = YesToQqd(telling.base());
                    record.directives.push_back(AllowAllByDefault());
                    for (const Purpose purpose : domain::kPurposes) Deny(record, purpose);
                    Record(telling.base(), "QQA", id, record);
                    GiveCode(telling, id);
                  }});
  ways.push_back({"Fears", [](Telling& telling) {
                    const domain::CaseId id = Register(telling.base(), "QQA", kHidden);
                    domain::ConsentRecord record = YesToQqd(telling.base());
                    record.directives.push_back(AllowAllByDefault());
                    for (const std::string& party : kCoalition) record.feared_parties.push_back(Party(party));
                    Record(telling.base(), "QQA", id, record);
                  }});
  // A handle that somebody else has too, whom they may find: her entries would come beside that person's.
  ways.push_back({"SharesAHandleWithSomebodyWhomTheyFind", [](Telling& telling) {
                    Person person = kHidden;
                    person.sending_parties = {};
                    domain::CaseFacts facts = FactsOf(person);
                    facts.handles.push_back({PassportOf(kShared), domain::HandleMark::kPossible});
                    facts.handles.push_back({NameOf(kShared), domain::HandleMark::kPossible});
                    const auto registered =
                        service::RegisterCase(telling.base().context("QQA"), CaseOfficer("QQA"), facts, "");
                    ASSERT_TRUE(registered.ok()) << registered.status();
                    domain::ConsentRecord record = YesToQqd(telling.base());
                    for (const std::string& party : kCoalition) record.directives.push_back(DenyAll(party));
                    Record(telling.base(), "QQA", registered->record.id, record);
                  }});
  // Whatever happens to her case afterwards.
  const auto id = std::make_shared<std::optional<domain::CaseId>>();
  ways.push_back({"DeniesAndChanges",
                  [id](Telling& telling) { *id = DenyAllAndCode(telling); },
                  {{1,
                    [id](Telling& telling) {
                      telling.base().RunDispatch();
                      GiveCode(telling, **id);
                    }},
                   {2, [id](Telling& telling) {
                      Withdraw(telling.base(), "QQA", **id, {"QQD"});
                      ASSERT_TRUE(service::RevokeCase(telling.base().context("QQA"), CaseOfficer("QQA"), **id,
                                                      {domain::RevocationReason::kAtPersonsRequest, "", {}})
                                      .ok());
                    }}}});
  // She comes while they are looking.
  ways.push_back({"ComesLater", nullptr, {{1, [](Telling& telling) { DenyAllAndCode(telling); }}}});
  return ways;
}

Excluding WayToExclude(std::string_view name) {
  std::vector<Excluding> ways = WaysToExclude();
  return *std::find_if(ways.begin(), ways.end(), [name](const Excluding& way) { return way.name == name; });
}

// Her copies at QQA, as a damaged disk leaves them.
void DamageCopies(Telling& telling, const domain::CaseId& id) {
  store::Engine& engine = telling.base().node("QQA").engine();
  const auto copies =
      engine.TakeSnapshot()->Scan(store::Table::kCase, store::CaseCopyPrefix(id), "", store::kMaxPageRows);
  ASSERT_TRUE(copies.ok() && !copies->rows.empty());
  for (const store::Row& row : copies->rows) Damage(engine, store::Table::kCase, row.key);
}

TEST(IndexAbsenceTest, ExcludedPartiesTogetherSeeTheSameBytesAtTheSameMoments) {
  const Transcript absent = Tell(kCoalition, nullptr);
  ASSERT_GT(absent.lines.size(), 1'000u);
  for (const Excluding& way : WaysToExclude()) {
    SCOPED_TRACE(way.name);
    const Transcript withheld = Tell(kCoalition, way.before, way.during);
    EXPECT_EQ(Difference(absent, withheld, 0, 0), "");
    EXPECT_EQ(withheld.rows, absent.rows) << "what they could store";
  }
}

// Where memory does not do for all indexes at once, another case moves the borders of the groups, and nothing else.
TEST(IndexAbsenceTest, GroupsInWhichIndexesAreBuiltDoNotShow) {
  const Excluding way = WayToExclude("DeniesAndChanges");
  const Transcript absent = Tell(kCoalition, nullptr, {}, {kFewCopies});
  const Transcript withheld = Tell(kCoalition, way.before, way.during, {kFewCopies});
  EXPECT_EQ(Difference(absent, withheld, 0, 0), "");
  EXPECT_EQ(withheld.rows, absent.rows);
}

// Where copies of hers cannot be read any more, they are signed anew, or cannot be; either shows where she belongs
// alone.
TEST(IndexAbsenceTest, CopiesThatCannotBeReadOrSignedShowToNobodyExcluded) {
  const Terms terms{.epochs = 2};  // all indexes in one group
  const auto id = std::make_shared<std::optional<domain::CaseId>>();
  const auto comes = [id](Telling& telling) { *id = DenyAllAndCode(telling); };
  const auto loses = [id](Telling& telling) { DamageCopies(telling, **id); };
  const auto fails = [](Telling& telling) { telling.base().node("QQA").attestation_signer().Fail(true); };
  const auto loses_and_fails = [&](Telling& telling) {
    loses(telling);
    fails(telling);
  };
  const Transcript absent = Tell(kCoalition, nullptr, {}, terms);
  const Transcript anew = Tell(kCoalition, comes, {{1, loses}}, terms);
  EXPECT_THAT(anew.incomplete, ::testing::IsEmpty()) << "she was signed for again";
  EXPECT_EQ(Difference(absent, anew, 0, 0), "");
  EXPECT_EQ(anew.rows, absent.rows);

  const Transcript absent_then = Tell(kCoalition, nullptr, {{1, fails}}, terms);
  const Transcript never = Tell(kCoalition, comes, {{1, loses_and_fails}}, terms);
  EXPECT_THAT(never.incomplete, ::testing::ElementsAre("QQD")) << "who is told that somebody is missing";
  EXPECT_EQ(Difference(absent_then, never, 0, 0), "");
  EXPECT_EQ(never.rows, absent_then.rows);
}

// The comparison can tell a difference: the same story repeats to the byte, and to the Party that she allows she shows
// in the index of each class that she allowed, in its header, and in the answers.
TEST(IndexAbsenceTest, AllowedPartySeesTheDifference) {
  const Transcript absent = Tell(kAllowed, nullptr);
  const Transcript again = Tell(kAllowed, nullptr);
  EXPECT_EQ(Difference(absent, again, 0, 0), "");
  EXPECT_EQ(absent.rows, again.rows);
  const Transcript shown = Tell(kAllowed, [](Telling& telling) { DenyAllAndCode(telling); });
  std::map<std::string, int> differences;
  for (const std::string& line : shown.lines) {
    if (std::find(absent.lines.begin(), absent.lines.end(), line) != absent.lines.end()) continue;
    for (const char* what : {"PROTECTIVE_CHECK header", "CONSULAR_ASSISTANCE header", "PRESENTED header",
                             "PROTECTIVE_CHECK chunk", "CONSULAR_ASSISTANCE chunk", "PRESENTED chunk", "found: 1",
                             "matches of XX0000900: 1", "receipt", "delivered"}) {
      if (line.find(what) != std::string::npos) ++differences[what];
    }
  }
  EXPECT_EQ(differences.size(), 10u);
  EXPECT_NE(shown.rows, absent.rows);
}

// --- withdrawal ---

struct Withdrawing {
  std::shared_ptr<std::optional<domain::CaseId>> id = std::make_shared<std::optional<domain::CaseId>>();

  // Allowed everywhere, with a code.
  Telling::Happens Allows() const {
    return [id = id](Telling& telling) {
      Person person = kHidden;
      person.sending_parties = {};
      *id = Register(telling.base(), "QQA", person);
      domain::ConsentRecord record = YesTo(telling.base(), {"QQB", "QQC", "QQD"});
      for (const char* party : {"QQB", "QQC", "QQD"}) {
        record.directives.push_back(Allow(party, Purpose::kConsularAssistance));
      }
      Record(telling.base(), "QQA", **id, record);
      GiveCode(telling, **id);
    };
  }
  Telling::Happens Withdraws() const {
    return [id = id](Telling& telling) {
      const auto withdrawn =
          service::WithdrawConsent(telling.base().context("QQA"), CaseOfficer("QQA"), **id, {}, true);
      ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
    };
  }
};

// From the cut-off that follows, she looks as if she had never been there; not only to those that she excluded before.
TEST(IndexAbsenceTest, WithdrawnLooksAbsentFromTheNextCutOffOn) {
  const Withdrawing story;
  const std::vector<std::string> everybody = {"QQB", "QQC", "QQD"};
  for (const Terms& terms : {Terms{}, Terms{kFewCopies, 2}}) {
    SCOPED_TRACE(terms.most_copies);
    const Transcript absent = Tell(everybody, nullptr, {}, terms);
    const Transcript withdrawn = Tell(everybody, story.Allows(), {{1, story.Withdraws()}}, terms);
    // Line by line from the second epoch's cut-off; the first epoch's index is what it is.
    EXPECT_EQ(Difference(absent, withdrawn, absent.epoch_starts[1], withdrawn.epoch_starts[1]), "");
    EXPECT_NE(Difference(absent, withdrawn, absent.epoch_starts[0], withdrawn.epoch_starts[0]), "")
        << "before that she was to be seen";
  }
}

// Between the withdrawal and the next cut-off nothing shows that she withdrew.
TEST(IndexAbsenceTest, WithdrawalShowsNowhereBeforeTheNextCutOff) {
  const Withdrawing stays;
  const Withdrawing withdraws;
  const std::vector<std::string> everybody = {"QQB", "QQC", "QQD"};
  Transcript one = Tell(everybody, stays.Allows());
  Transcript other = Tell(everybody, withdraws.Allows(), {{2, withdraws.Withdraws()}});
  ASSERT_EQ(one.epoch_starts, other.epoch_starts);
  EXPECT_NE(Difference(one, other, one.epoch_starts[2], other.epoch_starts[2]), "") << "then she is not there any more";
  one.lines.resize(one.epoch_starts[2]);
  other.lines.resize(other.epoch_starts[2]);
  EXPECT_EQ(Difference(one, other, 0, 0), "");
}

}  // namespace
}  // namespace vsx::test
