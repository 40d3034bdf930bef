#ifndef VSX_TESTS_DOMAIN_CONSENT_ORACLE_H_
#define VSX_TESTS_DOMAIN_CONSENT_ORACLE_H_

#include <set>
#include <string>
#include <vector>

// The consent rules of protocol §2 once more, written another way and sharing nothing with the policy: Parties are
// letters, purposes are numbers, and an answer is "no veto, and a grant" instead of a line of early returns.
namespace vsx::domain::oracle {

inline constexpr char kAnyParty = '*';
inline constexpr int kAnyPurpose = 0;
// A vote about something that this version cannot read.
inline constexpr int kUnreadablePurpose = 9;
// 1 level 1, 2 level 2, 3 protective, 4 consular, 5 presented, 6 follow-up, 7 access notice, 8 statistics.
inline constexpr int kPurposeCount = 8;

struct Vote {
  char party = kAnyParty;
  int purpose = kAnyPurpose;
  bool yes = false;
};

enum class Asked { kNo, kNoAnswer, kAnswered };
enum class Speaker { kNobody, kPerson, kBestInterests, kGuardian, kSuspect };

// Where she belongs, as far as anybody knows. Party `A` has the code `QQA`.
struct Papers {
  bool stateless = false;
  bool nationality_unknown = false;
  std::vector<std::string> nationalities = {"QQN"};
  std::vector<std::string> former_residences{};
  std::vector<std::string> document_codes{};
};

struct World {
  char own = 'O';
  Asked asked = Asked::kAnswered;
  Speaker speaker = Speaker::kPerson;
  bool view_recorded = false;
  bool adult_then = true;
  bool adult_now = true;
  bool own_effect_shown = false;
  bool in_doubt = false;
  bool seeks_protection = false;
  bool no_consul = false;  // asked whether she wants consular help, she said no
  bool code = true;
  bool is_protected = false;
  bool asker_is_named = false;
  std::set<char> put = {'A', 'B', 'O'};
  std::set<char> feared;
  std::set<char> sending = {'A', 'B'};
  Papers papers;
  std::vector<Vote> votes;
  std::vector<World> linked;
  bool by_name_only = false;  // as a linked case: it shares no more than name and birth date
};

bool Allows(const World& world, char recipient, int purpose);

}  // namespace vsx::domain::oracle

#endif  // VSX_TESTS_DOMAIN_CONSENT_ORACLE_H_
