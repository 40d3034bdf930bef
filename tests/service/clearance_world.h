#ifndef VSX_TESTS_SERVICE_CLEARANCE_WORLD_H_
#define VSX_TESTS_SERVICE_CLEARANCE_WORLD_H_

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "node/service/check_status.h"
#include "node/service/screen_persons.h"
#include "tests/service/forged_index.h"
#include "tests/support/blind_federation.h"
#include "tests/support/story.h"

namespace vsx::test {

inline constexpr domain::Purpose kProtective = domain::Purpose::kProtectiveCheck;

// Somebody who is known somewhere, by three handles.
struct KnownPerson {
  Person person;
  std::string issuer;
  std::vector<domain::Handle> codes;  // of reference, one
  std::optional<domain::CaseId> case_id;

  // What a check of this class asks by: the document, or the code.
  domain::Handle HandleFor(domain::Purpose cls) const;
};

// Somebody who is asked about, and what is known of her.
struct AskedPerson {
  std::string who;
  std::vector<domain::Handle> handles;
  std::string known_at{};   // by that Party's index; empty: by none
  bool known_here = false;  // by an own case or a delivered copy
  bool partial_date_only = false;
};

struct WorldOptions {
  int crowd = 1;          // how many persons each issuer knows, at least 1
  bool published = true;  // no: the federation has just begun, and nobody has an index yet
};

// Where issuers stand whose clocks differ from QQC's at an epoch's end: they refuse the index that QQC asks by first,
// and answer by that of the epoch beside.
enum class Border { kIssuersAhead, kIssuersBehind };
inline constexpr Border kBorders[] = {Border::kIssuersAhead, Border::kIssuersBehind};
inline constexpr std::optional<Border> kWithinAndAtBorders[] = {std::nullopt, kBorders[0], kBorders[1]};

// A federation in which QQC asks, QQA and QQB are asked, and everything is as it should be until somebody spoils it.
// QQC's index of each class holds: a crowd of persons at QQA and one at QQB. QQC itself knows one person by an own
// case, and one whom QQA delivered. It is early in an epoch.
class ClearanceWorld {
 public:
  static constexpr const char* kAsker = "QQC";
  static constexpr std::chrono::milliseconds kTimeout{30'000};  // nobody is slow, however busy the machine is
  static const std::vector<std::string>& Issuers();             // QQA, QQB

  explicit ClearanceWorld(WorldOptions options = {});

  BlindFederation& federation() { return federation_; }
  TestFederation& base() { return federation_.base(); }
  InProcessIndexLink& link() { return federation_.index_link(); }
  BlindNode& asker() { return federation_.blind(kAsker); }
  // The index that it answers by now: of the epoch that it is in.
  domain::IndexName Name(const std::string& issuer, domain::Purpose cls);
  const std::vector<KnownPerson>& crowd(const std::string& issuer) const { return crowds_.at(issuer); }
  const KnownPerson& own_case() const { return own_; }
  static const std::string& OtherThan(const std::string& issuer);

  // Every way that a check of this class can go: nobody known, known at one or the other Party, known here.
  std::vector<AskedPerson> Everybody(domain::Purpose cls) const;

  static service::CheckInput Input(domain::Purpose cls, const std::vector<domain::Handle>& handles,
                                   bool partial_date_only = false);
  domain::StatusDecision Ask(domain::Purpose cls, const std::vector<domain::Handle>& handles,
                             bool partial_date_only = false);
  // One batch of a screening, of at most domain::kMostPersonsOfABatch persons; each time in the one exercise of the
  // day.
  std::vector<service::ScreenedRow> Screen(const std::vector<AskedPerson>& persons);
  // That Party's line of the answer.
  static const domain::ConsultedParty& LineOf(const domain::StatusDecision& decision, std::string_view party);

  // Forgets what was fetched of one index, header and file, and fetches it again: from whatever the issuer gives out
  // now. Other indexes stay on the shelf.
  absl::Status FetchAnew(const domain::IndexName& name);
  // Takes one index off the shelf.
  void TakeAway(const domain::IndexName& name);

  // --- another time, until the world is healed ---

  // That issuer's clock stands at `moment`, wherever the federation's goes. Whatever goes wrong there goes wrong with
  // questions of the epoch that it is in: asked by another it names its own.
  void LivesAt(const std::string& issuer, domain::UnixTime moment);
  // It is some seconds to the epoch's end or after it, and every issuer stands on the other side. From the middle of an
  // epoch.
  void StandAt(Border border);
  // The next epoch's indexes lie beside this one's.
  void PrefetchNextEpoch();

  // That Party's node takes base()'s trust documents as they are now.
  void ReloadTrustOf(const std::string& party);

  // Everything is as it should be again, and it is the moment that it was: but for what is for good, such as seeds that
  // were destroyed, budgets that were used up, and evidence.
  void Heal();

 private:
  using Shelf = std::map<domain::IndexName, std::shared_ptr<const service::ShelvedIndex>>;

  KnownPerson Identify(const std::string& at, Person person, const std::vector<std::string>& allowed);
  Shelf Fetch(domain::Epoch epoch);
  void PutOnShelf(const Shelf& indexes);

  BlindFederation federation_;
  std::map<std::string, std::vector<KnownPerson>> crowds_;
  KnownPerson own_;
  KnownPerson delivered_;
  Shelf honest_;
  Shelf next_;      // the next epoch's, once they were fetched
  Shelf on_shelf_;  // those of them that belong there now
  domain::UnixTime began_;
  v1::Manifest manifest_;
  std::map<std::string, v1::PartyRecord> records_;
  std::set<std::string> other_trust_;  // of these Parties' nodes, until the world is healed
  std::optional<service::Screening> screening_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_SERVICE_CLEARANCE_WORLD_H_
