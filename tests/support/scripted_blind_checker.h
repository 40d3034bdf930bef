#ifndef VSX_TESTS_SUPPORT_SCRIPTED_BLIND_CHECKER_H_
#define VSX_TESTS_SUPPORT_SCRIPTED_BLIND_CHECKER_H_

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "node/service/blind_check.h"

namespace vsx::test {

// Answers as it is told to; untold, every Party's index is missing, which is how a federation begins. Threads: Ask is
// safe concurrently; setting up is for one thread.
class ScriptedBlindChecker final : public service::BlindChecker {
 public:
  std::vector<service::BlindAnswer> Ask(const service::BlindQuestion& question) override {
    if (real != nullptr) return real->Ask(question);
    const std::lock_guard lock(mutex_);
    questions_.push_back(question);
    std::vector<service::BlindAnswer> answers;
    for (const domain::PartyCode& party : question.parties) {
      if (answer) {
        answers.push_back(answer(question, party));
        continue;
      }
      service::BlindAnswer missing{{.party = party}, {}, 0};
      missing.consultation.failure = std::string(domain::kIndexMissing);
      answers.push_back(std::move(missing));
    }
    return answers;
  }

  bool OwnClockSane() const override { return real != nullptr ? real->OwnClockSane() : clock_sane; }

  std::vector<service::BlindQuestion> questions() const {
    const std::lock_guard lock(mutex_);
    return questions_;
  }

  std::function<service::BlindAnswer(const service::BlindQuestion&, const domain::PartyCode&)> answer;
  bool clock_sane = false;
  service::BlindChecker* real = nullptr;  // if set, it answers instead

 private:
  mutable std::mutex mutex_;
  std::vector<service::BlindQuestion> questions_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_SUPPORT_SCRIPTED_BLIND_CHECKER_H_
