#ifndef VSX_TESTS_SERVICE_CLEARANCE_FAILURES_H_
#define VSX_TESTS_SERVICE_CLEARANCE_FAILURES_H_

#include <functional>
#include <string>
#include <vector>

#include "tests/service/clearance_world.h"

namespace vsx::test {

// What can go wrong with one Party.
struct Failure {
  std::string name;
  std::string reason;  // as the answer must name it
  std::function<void(ClearanceWorld&, const std::string& party, domain::Purpose cls)> plant;
  bool what_is_there_is_found = false;  // only absence says nothing
  bool undoes_earlier_answers = false;  // what the Party said before counts no more either
};

// The class beside this one.
domain::IndexName Elsewhere(domain::IndexName name);

// --- what the Party does when it is asked (failing_answers.cc) ---
std::vector<Failure> Refusals();
// A Party that is in an epoch beside ours, in the middle of it.
std::vector<Failure> EpochsBeside();
std::vector<Failure> WrongAnswers();
Failure BendsItsProof();  // one of these
// At a border of an epoch (ClearanceWorld::StandAt): by the index that it refused to answer by.
Failure UsesTheKeyOfTheIndexAskedFirst();

// --- what the Party publishes (failing_indexes.cc) ---
// Indexes that never get onto the shelf.
std::vector<Failure> RefusedHeaders();
std::vector<Failure> RefusedFiles();
// Indexes that are on the shelf, and from which absence cannot be read.
std::vector<Failure> TakenIndexes();

}  // namespace vsx::test

#endif  // VSX_TESTS_SERVICE_CLEARANCE_FAILURES_H_
