#ifndef VSX_TESTS_END_TO_END_WRITING_OFFICERS_H_
#define VSX_TESTS_END_TO_END_WRITING_OFFICERS_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/end_to_end/agency.h"
#include "tests/end_to_end/sample_person.h"

namespace vsx::test {

// A case whose registration was acknowledged, and how far its consent came: 0 not asked, 1 she allowed all to KHM,
// 2 withdrawn.
struct WrittenCase {
  SamplePerson person;
  std::string id;
  uint32_t sent = 0;
  uint32_t acknowledged = 0;
};

// What officers did until they were stopped.
struct WrittenCases {
  std::vector<WrittenCase> cases;
  std::vector<SamplePerson> unanswered;  // registrations that were sent and never answered
  int calls_cut_off = 0;                 // begun before the kill, never answered
};

// WritingOfficers register people from `body` as fast as they can, each on a thread and connection of its own: every
// second person is asked at once, and every second of these withdraws a little later, when her notice may be queued,
// under way or there. They go on until the node is gone or Finish is called. A call that fails before BeforeKill fails
// the running test.
class WritingOfficers {
 public:
  // People are numbered from `next_person`, which outlives this.
  WritingOfficers(std::vector<Agency> bodies, std::atomic<int>& next_person);
  ~WritingOfficers();
  WritingOfficers(const WritingOfficers&) = delete;
  WritingOfficers& operator=(const WritingOfficers&) = delete;

  // Registrations acknowledged so far.
  int registered() const { return registered_; }
  // Calls open now.
  int in_flight() const { return in_flight_; }
  // To be called before their node is killed.
  void BeforeKill() { killed_ = true; }
  WrittenCases Finish();

 private:
  void Write(const Agency& body, WrittenCases& written);
  bool Ask(const Agency& body, WrittenCase& written, int& cut_off);
  bool Withdraw(const Agency& body, WrittenCase& written, int& cut_off);
  template <typename Method, typename Request, typename Response>
  bool Send(const Agency& body, Method method, const Request& request, Response* response, int& cut_off);

  const std::vector<Agency> bodies_;
  std::atomic<int>& next_person_;
  std::vector<WrittenCases> written_;  // one of each thread
  std::atomic<int> registered_ = 0;
  std::atomic<int> in_flight_ = 0;
  std::atomic<bool> stop_ = false;
  std::atomic<bool> killed_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_END_TO_END_WRITING_OFFICERS_H_
