#include "tests/service/clearance_world.h"

#include <algorithm>
#include <utility>

#include "gtest/gtest.h"
#include "node/service/declare_screening.h"
#include "node/service/fetch_index.h"
#include "node/service/issue_reference_code.h"
#include "store/write_batch.h"

namespace vsx::test {
namespace {

using domain::Purpose;

BlindOptions PlentyOfEverything() {
  BlindOptions options;
  options.timeout = ClearanceWorld::kTimeout;
  // As many checks as a test needs: the budget is spoilt by name.
  const domain::BudgetRate plenty = domain::BudgetRate::Create(1'000'000, 1'000'000).value();
  options.rates.single = options.rates.presented = options.rates.screening = plenty;
  return options;
}

domain::Handle NobodysCode() {
  return domain::Handle::FromReference(domain::ReferenceCode::FromSymbols("00000000000000000007").value());
}

}  // namespace

domain::Handle KnownPerson::HandleFor(Purpose cls) const {
  return cls == Purpose::kPresented ? codes.at(0) : PassportOf(person);
}

const std::vector<std::string>& ClearanceWorld::Issuers() {
  static const auto* issuers = new std::vector<std::string>{"QQA", "QQB"};
  return *issuers;
}

const std::string& ClearanceWorld::OtherThan(const std::string& issuer) {
  return Issuers()[issuer == Issuers()[0] ? 1 : 0];
}

ClearanceWorld::ClearanceWorld(WorldOptions options)
    : federation_(PlentyOfEverything()), began_{federation_.plan().Start(federation_.epoch().Next()).seconds + 600} {
  base().clock().Set(began_);
  manifest_ = base().manifest;
  records_ = base().records;
  for (const std::string& issuer : Issuers()) {
    for (int i = 0; i < options.crowd; ++i) {
      const std::string number = std::to_string(1'930 + i);
      Person person{.name = "Contoh Example", .passport = "XX" + issuer + number, .sending_parties = {}};
      person.birth_date = number + "-04-05";  // all different, none a namesake
      person.nationality = OtherThan(issuer);
      person.name += issuer;
      crowds_[issuer].push_back(Identify(issuer, person, {kAsker}));
    }
  }
  own_ = Identify(kAsker, {.name = "Halimbawa Sample", .passport = "XX0000801", .sending_parties = {}}, {});
  delivered_ = Identify(
      "QQA", {.name = "Tauladan Sample", .passport = "XX0000802", .nationality = kAsker, .sending_parties = {kAsker}},
      {kAsker});
  base().RunDispatch();
  if (!options.published) return;
  on_shelf_ = honest_ = Fetch(federation_.epoch());
}

domain::IndexName ClearanceWorld::Name(const std::string& issuer, Purpose cls) {
  const domain::Epoch epoch = federation_.plan().At(federation_.blind(issuer).clock().Now());
  return {Party(issuer), Party(kAsker), cls, epoch};
}

// The indexes for QQC, and no others, are fetched: nobody else asks.
ClearanceWorld::Shelf ClearanceWorld::Fetch(domain::Epoch epoch) {
  Shelf indexes;
  for (const std::string& issuer : Issuers()) {
    federation_.blind(issuer).keeper().BuildDue();
    for (const Purpose cls : domain::kIndexClasses) {
      const domain::IndexName name{Party(issuer), Party(kAsker), cls, epoch};
      const auto fetched = service::FetchIndex(asker().parts(), asker().link(), asker().shelf(), asker().watch(), name);
      EXPECT_TRUE(fetched.ok()) << fetched.status();
      indexes[name] = asker().shelf().Find(name);
    }
  }
  return indexes;
}

void ClearanceWorld::PrefetchNextEpoch() {
  if (next_.empty()) {
    const domain::Epoch next = federation_.epoch().Next();
    const domain::UnixTime now = base().clock().Now();
    base().clock().Set(federation_.plan().PublishFrom(next));
    next_ = Fetch(next);
    base().clock().Set(now);
  }
  PutOnShelf(next_);
  on_shelf_.insert(next_.begin(), next_.end());
}

void ClearanceWorld::LivesAt(const std::string& issuer, domain::UnixTime moment) {
  federation_.blind(issuer).clock().StandAt(moment);
  link().lives_in.insert_or_assign(Party(issuer), federation_.plan().At(moment));
}

void ClearanceWorld::StandAt(Border border) {
  constexpr int64_t kSecondsApart = 5;  // from the end
  PrefetchNextEpoch();
  const int64_t end = federation_.plan().End(federation_.epoch()).seconds;
  const int64_t ahead = border == Border::kIssuersAhead ? kSecondsApart : -kSecondsApart;
  for (const std::string& issuer : Issuers()) LivesAt(issuer, {end + ahead});
  base().clock().Set(domain::UnixTime{end - ahead});
}

void ClearanceWorld::ReloadTrustOf(const std::string& party) {
  base().node(party).SetTrust(base().LoadTrust(party));
  other_trust_.insert(party);
}

KnownPerson ClearanceWorld::Identify(const std::string& at, Person person, const std::vector<std::string>& allowed) {
  const domain::CaseId id = Register(base(), at, person);
  domain::ConsentRecord record = YesTo(base(), allowed);
  for (const std::string& party : allowed) record.directives.push_back(Allow(party, Purpose::kConsularAssistance));
  Record(base(), at, id, record);
  const auto code = service::IssueReferenceCode(base().context(at), CaseOfficer(at), id);
  EXPECT_TRUE(code.ok()) << code.status();
  return {std::move(person), at, {domain::Handle::FromReference(*code)}, id};
}

std::vector<AskedPerson> ClearanceWorld::Everybody(Purpose cls) const {
  const bool presented = cls == Purpose::kPresented;
  const auto handles = [&](const KnownPerson& known) {
    return presented ? std::vector{known.codes.at(0)} : std::vector{PassportOf(known.person), NameOf(known.person)};
  };
  const Person nobody{.name = "Siapa Pun Nobody", .passport = "XX0000777"};
  std::vector<AskedPerson> everybody = {
      {"a stranger", presented ? std::vector{NobodysCode()} : std::vector{PassportOf(nobody), NameOf(nobody)}},
      {"known at QQA", handles(crowds_.at("QQA")[0]), "QQA"},
      {"known at QQB", handles(crowds_.at("QQB")[0]), "QQB"},
  };
  if (cls == Purpose::kConsularAssistance) return everybody;
  everybody.push_back({"an own case", handles(own_), "", true});
  if (!presented) everybody.push_back({"a delivered copy", handles(delivered_), "QQA", true});
  return everybody;
}

service::CheckInput ClearanceWorld::Input(Purpose cls, const std::vector<domain::Handle>& handles,
                                          bool partial_date_only) {
  service::CheckInput input = BeforeRemoval(handles, cls);
  input.partial_date_only = partial_date_only;
  return input;
}

domain::StatusDecision ClearanceWorld::Ask(Purpose cls, const std::vector<domain::Handle>& handles,
                                           bool partial_date_only) {
  const auto answer =
      service::CheckStatus(base().context(kAsker), BorderOfficer(kAsker), Input(cls, handles, partial_date_only));
  EXPECT_TRUE(answer.ok()) << answer.status();
  return answer.ok() ? answer->decision : domain::StatusDecision{};
}

std::vector<service::ScreenedRow> ClearanceWorld::Screen(const std::vector<AskedPerson>& persons) {
  constexpr uint32_t kEnoughForADay = 10'000;
  const service::ScreeningParts& parts = base().node(kAsker).screening_parts();
  service::Actor actor = BorderOfficer(kAsker);
  actor.purpose = domain::AccessPurpose::kScreening;
  if (!screening_.has_value()) {
    const auto today = domain::CivilDate::FromTime(base().clock().Now());
    const auto declared = service::DeclareScreening(parts, actor, {"EX-9", kEnoughForADay, today});
    EXPECT_TRUE(declared.ok()) << declared.status();
    if (!declared.ok()) return {};
    auto opened = service::OpenExercise(parts, actor, declared->id);
    EXPECT_TRUE(opened.ok()) << opened.status();
    if (!opened.ok()) return {};
    screening_.emplace(service::Screening{*std::move(opened), service::NewScreeningStream(parts),
                                          domain::Measure::kRemoval, "REMOVAL", "IMMIGRATION"});
  }
  std::vector<service::ScreeningRow> rows;
  for (const AskedPerson& asked : persons) {
    service::ScreeningRow row;
    row.number = static_cast<uint32_t>(rows.size() + 1);
    row.handles = asked.handles;
    row.partial_date_only = asked.partial_date_only;
    for (const domain::Handle& handle : asked.handles) row.classes.push_back(handle.cls());
    rows.push_back(std::move(row));
  }
  const auto screened = service::ScreenPersons(parts, actor, *screening_, rows);
  EXPECT_TRUE(screened.ok()) << screened.status();
  return screened.ok() ? *screened : std::vector<service::ScreenedRow>{};
}

const domain::ConsultedParty& ClearanceWorld::LineOf(const domain::StatusDecision& decision, std::string_view party) {
  static const auto* const no_line = new domain::ConsultedParty{
      Party("QQZ"), domain::ConsultationStatus::kStanding, "NO LINE", std::nullopt, std::nullopt, {}};
  const auto line = std::find_if(decision.consultations.begin(), decision.consultations.end(),
                                 [party](const domain::ConsultedParty& one) { return one.party == Party(party); });
  EXPECT_NE(line, decision.consultations.end()) << party;
  return line == decision.consultations.end() ? *no_line : *line;
}

void ClearanceWorld::PutOnShelf(const Shelf& indexes) {
  for (const auto& [name, index] : indexes) asker().shelf().Put(name, index);
}

void ClearanceWorld::TakeAway(const domain::IndexName& name) {
  Shelf others = on_shelf_;
  others.erase(name);
  asker().shelf().RemoveBefore(name.epoch.Next());
  PutOnShelf(others);
}

absl::Status ClearanceWorld::FetchAnew(const domain::IndexName& name) {
  TakeAway(name);
  const service::IndexParts& parts = asker().parts();
  store::WriteBatch batch;
  absl::Status forgotten =
      parts.catalogue.DeleteBefore(*parts.engine.TakeSnapshot(), batch, name.epoch.Next(), parts.trust.epoch_plan());
  if (forgotten.ok()) forgotten = parts.engine.Commit(batch);
  if (!forgotten.ok()) return forgotten;
  if (absl::Status removed = parts.folder.Remove(*parts.folder.PeerPath(name)); !removed.ok()) return removed;
  return service::FetchIndex(parts, asker().link(), asker().shelf(), asker().watch(), name).status();
}

void ClearanceWorld::Heal() {
  link().ReleaseHanging();
  link().hang.clear();
  link().refuse.clear();
  link().lives_in.clear();
  link().bend_header.clear();
  link().bend_hashes.clear();
  link().bend_chunk.clear();
  link().bend_evaluation.clear();
  link().ForgetSeen();
  base().clock().Set(began_);
  for (const std::string& issuer : Issuers()) {
    federation_.blind(issuer).clock().GoOn();
    asker().watch().Heard(Party(issuer), began_, began_);
  }
  base().manifest = manifest_;
  base().records = records_;
  for (const std::string& party : std::exchange(other_trust_, {})) base().node(party).SetTrust(base().LoadTrust(party));
  asker().shelf().RemoveBefore(federation_.epoch().Next().Next());
  PutOnShelf(honest_);
  on_shelf_ = honest_;
}

}  // namespace vsx::test
