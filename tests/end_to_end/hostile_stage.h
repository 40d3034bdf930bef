#ifndef VSX_TESTS_END_TO_END_HOSTILE_STAGE_H_
#define VSX_TESTS_END_TO_END_HOSTILE_STAGE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/end_to_end/hostile_peer.h"

namespace vsx::test {

// Every synthetic datum of a hostile case begins with one of these, so that no log may hold them, in any case of
// letters.
inline constexpr char kMarkedName[] = "Hostilemark";
inline constexpr char kMarkedNumber[] = "XXHM";
inline constexpr char kMarkedBirthDate[] = "1971-02-03";

// What KHM may ask THA in the blind check, in persons a day and at once: so little that a test can use it up.
inline constexpr uint32_t kHostileSingleBudget = 100;
inline constexpr uint32_t kHostilePresentedBudget = 2;

// What the attacked node holds and answers about one person, seen through its agency port.
struct NodeView {
  std::vector<std::string> inbox;  // serialised items
  std::vector<std::string> cases;  // serialised summaries
  std::vector<std::string> audit;  // `<method> <outcome>`, of all callers but this looking itself
  uint64_t pending = 0;            // deliveries that wait
  v1::CheckOutcome outcome = v1::CHECK_OUTCOME_UNSPECIFIED;
  std::vector<v1::StatusMatch> matches;
  std::vector<std::string> advice;  // codes

  // All but the audit log.
  bool SameRecords(const NodeView& other) const;
};

// HostileStage is a federation with one real node, THA's, which is attacked; KHM and LAO are played by the test with
// their real keys and certificates.
class HostileStage {
 public:
  explicit HostileStage(FederationOptions options = {});

  bool Start() { return federation_.Start(kTarget); }
  int Stop() { return federation_.node(kTarget).Stop(); }

  NodeView Look(const SamplePerson& person) const;
  // Somebody about whom nothing was said here yet.
  SamplePerson NextPerson();
  // Everything that the node has logged, and what it printed.
  std::string Log() const;

  Federation& federation() { return federation_; }
  const HostilePeer& peer() const { return *peer_; }
  // An officer who is up to something.
  std::shared_ptr<const Agency> Officer(const std::string& kind, v1::AccessPurpose purpose);

  static constexpr char kTarget[] = "THA";
  static constexpr char kPeer[] = "KHM";
  static constexpr char kThird[] = "LAO";

 private:
  struct Observers {
    Agency body;
    Agency desk;
    Agency overseer;
  };

  std::vector<std::string> ReadAudit() const;

  Federation federation_;
  std::unique_ptr<HostilePeer> peer_;
  std::unique_ptr<Observers> observers_;
  int people_ = 0;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_END_TO_END_HOSTILE_STAGE_H_
