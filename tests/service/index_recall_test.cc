// Recall (issue 3, "Must hold"): a recipient that kept everything and asks with every handle cannot open a withdrawn
// case after its epoch, and who steals everything that the issuer has afterwards, files, stores and keystores, cannot
// either. What was read within the epoch cannot be unread; nothing else remains.

#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <future>

#include "absl/strings/escaping.h"
#include "crypto/blind_prf.h"
#include "crypto/blind_query.h"
#include "crypto/encoding.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/service/index_key.h"
#include "node/service/issue_reference_code.h"
#include "node/service/match_index.h"
#include "tests/service/forged_index.h"
#include "tests/store/temp_folder.h"
#include "tests/support/blind_federation.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using domain::Epoch;
using domain::Handle;
using domain::IndexName;
using domain::Purpose;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Everything that somebody takes along: files of whole folders, and rows of stores.
class Loot {
 public:
  void TakeFolder(const std::string& folder) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      std::string bytes(entry.file_size(), '\0');
      std::ifstream(entry.path(), std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
      things_.emplace(entry.path().string(), std::move(bytes));
    }
  }
  void TakeRows(const std::string& of, const store::Reader& reader) {
    for (const auto& [key, value] : AllRows(reader)) things_.emplace(of + " row " + key, key + value);
  }

  // In which of it these bytes stand, as they are or as text.
  std::vector<std::string> PlacesOf(const std::string& secret) const {
    const std::string forms[] = {secret, crypto::ToHex(secret), absl::Base64Escape(secret)};
    std::vector<std::string> places;
    for (const auto& [place, bytes] : things_) {
      const bool found = std::any_of(std::begin(forms), std::end(forms), [&](const std::string& form) {
        return memmem(bytes.data(), bytes.size(), form.data(), form.size()) != nullptr;  // quick in a debug build too
      });
      if (found) places.push_back(place);
    }
    return places;
  }

 private:
  std::map<std::string, std::string> things_;
};

// Real stores in files, seeds in a vault in memory, and a recipient that forgets nothing.
class IndexRecallTest : public ::testing::Test {
 protected:
  IndexRecallTest() : federation_(Options()) {
    base().clock().Set({plan().Start(federation_.epoch().Next()).seconds + 600});
    id_ = Register(base(), "QQA", her_);
    domain::ConsentRecord record = Interview(base(), {"QQB", "QQC"});
    for (const char* party : {"QQB", "QQC"}) {
      record.directives.push_back(Allow(party, Purpose::kProtectiveCheck));
      record.directives.push_back(Allow(party, Purpose::kConsularAssistance));
    }
    Record(base(), "QQA", *id_, record);
    const auto code = service::IssueReferenceCode(base().context("QQA"), CaseOfficer("QQA"), *id_);
    EXPECT_TRUE(code.ok()) << code.status();
    code_ = Handle::FromReference(*code);
    federation_.RunKeepers();
    Keep();
  }

  BlindOptions Options() {
    BlindOptions options;
    options.federation.folder = stores_.path();
    options.seeds_folder = seeds_.path();
    options.rates.single = options.rates.presented = domain::BudgetRate::Create(1'000'000, 1'000'000).value();
    return options;
  }
  TestFederation& base() { return federation_.base(); }
  FakeClock& clock() { return base().clock(); }
  domain::EpochPlan plan() { return federation_.plan(); }
  std::vector<Handle> HandlesOf(Purpose cls) const {
    if (cls == Purpose::kPresented) return {*code_};
    return {PassportOf(her_), NameOf(her_)};
  }

  // What QQB and QQC keep of this epoch's indexes, and give each other.
  void Keep() {
    for (const char* party : {"QQB", "QQC"}) {
      for (const Purpose cls : domain::kIndexClasses) {
        const IndexName name = federation_.Name("QQA", party, cls);
        const auto index = federation_.blind(party).shelf().Find(name);
        ASSERT_NE(index, nullptr);
        kept_.emplace(name, index);
      }
    }
  }
  void WithdrawAndLetTheEpochEnd() {
    const auto withdrawn = service::WithdrawConsent(base().context("QQA"), CaseOfficer("QQA"), *id_, {}, true);
    ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
    last_with_her_ = federation_.epoch();
    federation_.NextEpoch();
  }

  // What the index says under that key.
  service::IndexMatches Open(const service::ShelvedIndex& index, const std::vector<crypto::PrfOutput>& outputs) {
    const IndexName& name = index.header.name;
    return service::MatchIndex(base().context(name.recipient.value()).trust, index, HandlesOf(name.cls), outputs,
                               clock().Now());
  }
  std::vector<crypto::PrfOutput> OutputsUnder(const crypto::PrfPrivateKey& key, Purpose cls) {
    std::vector<crypto::PrfOutput> outputs;
    for (const Handle& handle : HandlesOf(cls)) outputs.push_back(crypto::Evaluate(key, handle.canonical()).value());
    return outputs;
  }

  // Asks QQA for an evaluation of these handles under that index's key.
  absl::StatusOr<std::vector<crypto::PrfOutput>> Ask(const IndexName& name, const std::vector<Handle>& handles,
                                                     const crypto::PrfPublicKey& key) {
    std::vector<std::string> inputs;
    for (const Handle& handle : handles) inputs.emplace_back(handle.canonical());
    BlindNode& node = federation_.blind(name.recipient.value());
    auto query = crypto::BlindQuery::Create(inputs, domain::kElementsPerPerson, node.parts().random).value();
    const auto evaluation =
        service::Evaluate(node.link(), name, {domain::EvaluationKind::kSingle, std::string(32, 'i'), query.elements()});
    if (!evaluation.ok()) return evaluation.status();
    return std::move(query).Finalize(key, evaluation->elements, evaluation->proof);
  }

  store::TempFolder stores_;
  store::TempFolder seeds_{"/dev/shm"};
  BlindFederation federation_;
  const Person her_{.name = "Contoh Ditarik", .passport = "XX0000500", .sending_parties = {}};
  std::optional<domain::CaseId> id_;
  std::optional<Handle> code_;
  std::map<IndexName, std::shared_ptr<const service::ShelvedIndex>> kept_;
  Epoch last_with_her_{0};
};

TEST_F(IndexRecallTest, WhatTheRecipientKeptIsNeverEvaluatedAgain) {
  // She is in what was kept: whoever had the key could open it, now and later.
  std::map<IndexName, std::vector<crypto::PrfOutput>> under_the_key;
  for (const auto& [name, index] : kept_) {
    under_the_key.emplace(name, OutputsUnder(KeyOfIndex(federation_, name), name.cls));
  }
  WithdrawAndLetTheEpochEnd();
  Keep();
  for (const auto& [name, outputs] : under_the_key) {
    EXPECT_THAT(Open(*kept_.at(name), outputs).matches, SizeIs(1)) << "the file itself says it as ever";
  }
  // Asked at whatever moment, QQA evaluates for the ended epoch no more.
  for (const int64_t later : {0L, 1L, 119L, 120L, 121L, 1'799L, 3'600L, 86'400L}) {
    clock().Set({plan().End(last_with_her_).seconds + later});
    federation_.RunKeepers();
    for (const auto& [name, index] : kept_) {
      if (name.epoch != last_with_her_) continue;
      const auto asked = Ask(name, HandlesOf(name.cls), index->public_key);
      EXPECT_EQ(domain::ErrorReason(asked.status()), "WRONG_EPOCH") << later;
      EXPECT_EQ(domain::ErrorEpoch(asked.status()), federation_.epoch());
    }
  }
}

TEST_F(IndexRecallTest, WhatLaterEpochsEvaluateOpensNothingThatWasKept) {
  WithdrawAndLetTheEpochEnd();
  for (int epochs = 0; epochs < 3; ++epochs) {
    Keep();
    // Everything that QQA evaluates now, of every handle, for both Parties and in every class.
    for (const char* party : {"QQB", "QQC"}) {
      for (const Purpose asked : domain::kIndexClasses) {
        const IndexName now = federation_.Name("QQA", party, asked);
        for (const auto& [name, index] : kept_) {
          const auto outputs = Ask(now, HandlesOf(name.cls), kept_.at(now)->public_key);
          ASSERT_TRUE(outputs.ok()) << outputs.status();
          const service::IndexMatches found = Open(*index, *outputs);
          EXPECT_THAT(found.matches, IsEmpty()) << name.epoch.number();
          EXPECT_EQ(found.failures, 0u) << "not even a tag is there";
        }
      }
    }
    federation_.NextEpoch();
  }
}

// Nobody is answered about an index that was made for another Party, also where its key is at hand already.
TEST_F(IndexRecallTest, WhoIsNotTheRecipientIsAnsweredNothing) {
  const IndexName name = federation_.Name("QQA", "QQC", Purpose::kProtectiveCheck);
  const auto query = crypto::BlindQuery::Create({"vsx"}, 8, federation_.blind("QQB").parts().random).value();
  const service::BlindedBatch batch{domain::EvaluationKind::kSingle, std::string(32, 'i'), query.elements()};
  service::IssuedIndexes& issued = federation_.blind("QQA").issued();
  for (int again = 0; again < 2; ++again) {
    EXPECT_TRUE(issued.Evaluate({Party("QQC"), "vsx://QQC/node/1"}, name, batch).ok());
    const service::IndexCaller other{Party("QQB"), "vsx://QQB/node/1"};
    EXPECT_TRUE(absl::IsPermissionDenied(issued.Evaluate(other, name, batch).status()));
    EXPECT_TRUE(absl::IsPermissionDenied(issued.Header(other, name).status()));
    EXPECT_TRUE(absl::IsPermissionDenied(issued.Open(other, name).status()));
  }
}

// A question that was accepted before the epoch ended is answered; the seed goes after it.
TEST_F(IndexRecallTest, AcceptedEvaluationEndsBeforeTheSeedGoes) {
  class WaitingBudget final : public service::EvaluationBudget {
   public:
    absl::Status Take(const domain::PartyCode&, Purpose, domain::EvaluationKind, size_t) override {
      taken.set_value();
      go_on.get_future().wait();
      return absl::OkStatus();
    }
    std::promise<void> taken;
    std::promise<void> go_on;
  };
  const Epoch epoch = federation_.epoch();
  const IndexName name = federation_.Name("QQA", "QQC", Purpose::kProtectiveCheck);
  WaitingBudget budget;
  service::IssuedIndexes issued(federation_.blind("QQA").parts(), budget, federation_.blind("QQA").pool());
  const auto query = crypto::BlindQuery::Create({"vsx"}, 8, federation_.blind("QQC").parts().random).value();
  auto answer = std::async(std::launch::async, [&] {
    return issued.Evaluate({Party("QQC"), "vsx://QQC/node/1"}, name,
                           {domain::EvaluationKind::kSingle, std::string(32, 'i'), query.elements()});
  });
  budget.taken.get_future().wait();
  auto ending = std::async(std::launch::async, [&] { return issued.EndEpochsBefore(epoch.Next()); });
  EXPECT_EQ(ending.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout) << "it waits";
  EXPECT_TRUE(federation_.blind("QQA").seeds().Read(epoch).ok());
  budget.go_on.set_value();
  EXPECT_TRUE(answer.get().ok());
  EXPECT_TRUE(ending.get().ok());
  EXPECT_TRUE(absl::IsNotFound(federation_.blind("QQA").seeds().Read(epoch).status()));
}

// --- theft at the issuer ---

class IndexTheftTest : public IndexRecallTest {
 protected:
  // Where the issuer's index files lie, own and fetched.
  std::string IndexFiles() {
    const IndexName name = federation_.Name("QQA", "QQC", Purpose::kProtectiveCheck);
    std::filesystem::path path = federation_.blind("QQA").folder().OwnPath(name).value();
    while (path.filename() != "QQA") path = path.parent_path();
    return path.string();
  }
  // Wherever the issuer keeps anything; the others' stores too.
  Loot Everything() {
    Loot loot;
    for (const std::string& folder : {stores_.path(), seeds_.path(), IndexFiles()}) loot.TakeFolder(folder);
    for (const char* party : {"QQA", "QQB", "QQC"}) loot.TakeRows(party, base().context(party).engine);
    return loot;
  }
};

TEST_F(IndexTheftTest, NothingOfTheSeedOrTheKeysRemainsAnywhere) {
  const IndexName name = federation_.Name("QQA", "QQC", Purpose::kProtectiveCheck);
  const std::string seed(federation_.blind("QQA").seeds().Read(name.epoch)->ExposeSecret());
  ForgedIndex index(federation_, name);
  const std::string scalar(index.key().scalar().ExposeSecret());
  const std::string record_key(index.Open(PassportOf(her_)).record_key.ExposeSecret());
  const std::string entry_key(index.KeysOf(PassportOf(her_)).Key(0).ExposeSecret());
  const std::string output(crypto::Evaluate(index.key(), PassportOf(her_).canonical())->ExposeSecret());

  // The search finds what is there: the seed in its vault and nowhere else, what stands in a row, in a file, as text.
  for (const std::string& planted : {seed, crypto::ToHex(seed), absl::Base64Escape(seed)}) {
    std::ofstream(stores_.path("planted"), std::ios::binary) << "before" << planted << "after";
    EXPECT_THAT(Everything().PlacesOf(seed), ::testing::Contains(stores_.path("planted")));
    std::filesystem::remove(stores_.path("planted"));
  }
  const Loot before = Everything();
  EXPECT_THAT(before.PlacesOf(seed), ::testing::ElementsAre(::testing::StartsWith(seeds_.path())));
  EXPECT_THAT(before.PlacesOf(index.header.prf_public_key), ::testing::Contains(::testing::HasSubstr("QQA row")));
  EXPECT_THAT(before.PlacesOf(index.EntryOf(PassportOf(her_))),
              ::testing::ElementsAre(federation_.blind("QQA").folder().OwnPath(name).value()));
  for (const std::string& secret : {scalar, record_key, entry_key, output}) {
    EXPECT_THAT(before.PlacesOf(secret), IsEmpty());
  }

  WithdrawAndLetTheEpochEnd();
  const Loot after = Everything();
  for (const std::string& secret : {seed, scalar, record_key, entry_key, output}) {
    EXPECT_THAT(after.PlacesOf(secret), IsEmpty());
  }
  EXPECT_TRUE(absl::IsNotFound(federation_.blind("QQA").seeds().Read(name.epoch).status()));
}

// No secret that the issuer still has makes the key again: not the next epochs' seeds, nothing of a keystore.
TEST_F(IndexTheftTest, NothingThatIsLeftMakesTheKeyAgain) {
  const std::map<IndexName, std::shared_ptr<const service::ShelvedIndex>> before = kept_;
  WithdrawAndLetTheEpochEnd();
  std::vector<crypto::SecretBytes> left;
  for (const Epoch epoch : {federation_.epoch(), federation_.epoch().Next()}) {
    auto seed = federation_.blind("QQA").seeds().Read(epoch);
    if (seed.ok()) left.push_back(*std::move(seed));
  }
  EXPECT_THAT(left, Not(IsEmpty()));
  for (const crypto::KeyRole role : crypto::kAllKeyRoles) {
    const auto secret = base().node("QQA").keystore().secret(role);
    if (secret.ok()) left.push_back((*secret)->Clone());
  }
  EXPECT_GE(left.size(), 5u);
  for (const auto& [name, index] : before) {
    for (const crypto::SecretBytes& secret : left) {
      const crypto::PrfPrivateKey key = service::IndexKey(secret, name).value();
      EXPECT_NE(key.public_key(), index->public_key);
      const service::IndexMatches found = Open(*index, OutputsUnder(key, name.cls));
      EXPECT_THAT(found.matches, IsEmpty());
      EXPECT_EQ(found.failures, 0u);
    }
  }
}

}  // namespace
}  // namespace vsx::test
