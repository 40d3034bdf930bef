#ifndef VSX_TESTS_SERVICE_CLEARANCE_WORLD_H_
#define VSX_TESTS_SERVICE_CLEARANCE_WORLD_H_

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

  // What a check of this class asks by: the document, or the code.
  domain::Handle HandleFor(domain::Purpose cls) const;
};

// Somebody who is asked about, and what is known of her.
struct AskedPerson {
  std::string who;
  std::vector<domain::Handle> handles;
  std::string known_at{};   // by that Party's index; empty: by none
  bool known_here = false;  // by an own case or a delivered copy
};

// A federation in which QQC asks, QQA and QQB are asked, and everything is as it should be until somebody spoils it.
// QQC's index of each class holds: a crowd of persons at QQA and one at QQB. QQC itself knows one person by an own
// case, and one whom QQA delivered. It is early in an epoch.
class ClearanceWorld {
 public:
  static constexpr const char* kAsker = "QQC";
  static const std::vector<std::string>& Issuers();  // QQA, QQB

  // `crowd`: how many persons each issuer knows, at least 1. `timeout` of checks.
  explicit ClearanceWorld(int crowd = 1, std::chrono::milliseconds timeout = std::chrono::seconds(30));

  BlindFederation& federation() { return federation_; }
  TestFederation& base() { return federation_.base(); }
  InProcessIndexLink& link() { return federation_.index_link(); }
  BlindNode& asker() { return federation_.blind(kAsker); }
  domain::IndexName Name(const std::string& issuer, domain::Purpose cls) {
    return federation_.Name(issuer, kAsker, cls);
  }
  const std::vector<KnownPerson>& crowd(const std::string& issuer) const { return crowds_.at(issuer); }
  static const std::string& OtherThan(const std::string& issuer);

  // Every way that a check of this class can go: nobody known, known at one or the other Party, known here.
  std::vector<AskedPerson> Everybody(domain::Purpose cls) const;

  static service::CheckInput Input(domain::Purpose cls, const std::vector<domain::Handle>& handles,
                                   bool partial_date_only = false);
  domain::StatusDecision Ask(domain::Purpose cls, const std::vector<domain::Handle>& handles,
                             bool partial_date_only = false);
  // A screening of these persons, in one batch; each time in the one exercise of the day.
  std::vector<service::ScreenedRow> Screen(const std::vector<AskedPerson>& persons);
  // That Party's line of the answer.
  static const domain::ConsultedParty& LineOf(const domain::StatusDecision& decision, std::string_view party);

  // Forgets what was fetched of one index, header and file, and fetches it again: from whatever the issuer gives out
  // now. Other indexes stay on the shelf.
  absl::Status FetchAnew(const domain::IndexName& name);
  // Takes one index off the shelf.
  void TakeAway(const domain::IndexName& name);

  // Everything is as it should be again.
  void Heal();

 private:
  using Shelf = std::map<domain::IndexName, std::shared_ptr<const service::ShelvedIndex>>;

  KnownPerson Identify(const std::string& at, Person person, const std::vector<std::string>& allowed);
  void PutOnShelf(const Shelf& indexes);

  BlindFederation federation_;
  std::map<std::string, std::vector<KnownPerson>> crowds_;
  KnownPerson own_;
  KnownPerson delivered_;
  Shelf honest_;
  std::optional<service::Screening> screening_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_SERVICE_CLEARANCE_WORLD_H_
