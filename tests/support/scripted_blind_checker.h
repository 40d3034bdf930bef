#ifndef VSX_TESTS_SUPPORT_SCRIPTED_BLIND_CHECKER_H_
#define VSX_TESTS_SUPPORT_SCRIPTED_BLIND_CHECKER_H_

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "node/service/blind_check.h"

namespace vsx::test {

// Answers as it is told to; untold, every Party's index is missing, which is how a federation begins. Threads: asking
// is safe concurrently; setting up is for one thread.
class ScriptedBlindChecker final : public service::BlindChecker {
 public:
  std::vector<std::vector<service::BlindAnswer>> AskAbout(const service::BlindQuestions& questions) override {
    if (real != nullptr) return real->AskAbout(questions);
    const std::lock_guard lock(mutex_);
    std::vector<std::vector<service::BlindAnswer>> answers;
    for (const std::vector<domain::Handle>& handles : questions.persons) {
      questions_.push_back({questions.cls, handles, questions.parties, questions.intent_hash, questions.nobody});
      std::vector<service::BlindAnswer>& of_person = answers.emplace_back();
      for (const domain::PartyCode& party : questions.parties) of_person.push_back(Answer(questions_.back(), party));
    }
    return answers;
  }

  void Rejudge(domain::Purpose cls, domain::ConsultationEvidence& said) const override {
    if (real != nullptr) return real->Rejudge(cls, said);
    if (rejudge) rejudge(said);
  }

  bool OwnClockSane() const override { return real != nullptr ? real->OwnClockSane() : clock_sane; }

  std::vector<service::BlindQuestion> questions() const {
    const std::lock_guard lock(mutex_);
    return questions_;
  }

  std::function<service::BlindAnswer(const service::BlindQuestion&, const domain::PartyCode&)> answer;
  std::function<void(domain::ConsultationEvidence&)> rejudge;  // what became of an answer since
  bool clock_sane = false;
  service::BlindChecker* real = nullptr;  // if set, it answers instead

 private:
  service::BlindAnswer Answer(const service::BlindQuestion& question, const domain::PartyCode& party) const {
    if (answer) return answer(question, party);
    service::BlindAnswer missing{{.party = party}, {}, 0};
    missing.consultation.failure = std::string(domain::kIndexMissing);
    return missing;
  }

  mutable std::mutex mutex_;
  std::vector<service::BlindQuestion> questions_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_SUPPORT_SCRIPTED_BLIND_CHECKER_H_
