#include "crypto/blind_prf.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "crypto/blind_query.h"
#include "crypto/dleq_proof.h"
#include "tests/crypto/fixed_random_source.h"
#include "tests/crypto/vectors.h"

namespace vsx::crypto {
namespace {

class BlindEvaluateTest : public ::testing::Test {
 protected:
  std::vector<std::string> Elements(size_t count) {
    std::vector<std::string> elements;
    while (elements.size() < count) {
      const BlindQuery query = *BlindQuery::Create({}, 8, random_);
      elements.insert(elements.end(), query.elements().begin(), query.elements().end());
    }
    elements.resize(count);
    return elements;
  }

  void ExpectRefused(const std::vector<std::string>& elements) {
    const absl::Status status = BlindEvaluate(key_, elements, random_).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_TRUE(absl::StartsWith(status.message(), "ELEMENT_INVALID")) << status;
  }

  SystemRandomSource random_;
  const PrfPrivateKey key_ = *PrfPrivateKey::Derive(SecretBytes::Random(32), "test");
};

TEST_F(BlindEvaluateTest, OneProofServesABatchOfAnySize) {
  for (const size_t size : {1, 7, 8, 64, 256}) {
    const std::vector<std::string> elements = Elements(size);
    const absl::StatusOr<Evaluation> evaluation = BlindEvaluate(key_, elements, random_);
    ASSERT_TRUE(evaluation.ok()) << evaluation.status();
    EXPECT_EQ(evaluation->elements.size(), size);
    EXPECT_EQ(evaluation->proof.size(), kPrfProofSize);
    EXPECT_TRUE(VerifyEvaluation(PrfSuite::Of(PrfMode::kVoprf), key_.public_key(), elements, evaluation->elements,
                                 evaluation->proof));
  }
}

TEST_F(BlindEvaluateTest, RefusesNothingAndTooMuch) {
  ExpectRefused({});
  ExpectRefused(Elements(257));
}

TEST_F(BlindEvaluateTest, OneBadElementFailsTheBatchWhereverItStands) {
  const std::vector<std::string> good = Elements(3);
  for (const std::string& element : EncodingsOfNoElement()) {
    for (size_t place = 0; place < good.size(); ++place) {
      std::vector<std::string> elements = good;
      elements[place] = element;
      ExpectRefused(elements);
    }
  }
}

TEST_F(BlindEvaluateTest, TheSameElementTwiceIsEvaluatedTwice) {
  const std::string element = Elements(1).front();
  const absl::StatusOr<Evaluation> evaluation = BlindEvaluate(key_, {element, element}, random_);
  ASSERT_TRUE(evaluation.ok()) << evaluation.status();
  EXPECT_EQ(evaluation->elements[0], evaluation->elements[1]);
}

TEST_F(BlindEvaluateTest, TheProofDrawsSixtyFourBytesAndNeverAZero) {
  const std::vector<std::string> elements = Elements(8);
  FixedRandomSource once(std::string(64, 'r'));
  EXPECT_TRUE(BlindEvaluate(key_, elements, once).ok());
  FixedRandomSource twice(std::string(64, '\0') + std::string(64, 'r'));
  FixedRandomSource again(std::string(64, 'r'));
  EXPECT_EQ(BlindEvaluate(key_, elements, twice)->proof, BlindEvaluate(key_, elements, again)->proof);
}

// A batch whose weighted sum is the identity cannot be made by a test; an element that slips through can.
TEST_F(BlindEvaluateTest, TheProofRefusesWhatCannotBeProved) {
  const absl::StatusOr<std::string> proof =
      ProveEvaluation(PrfSuite::Of(PrfMode::kVoprf), key_, {std::string(32, '\0')}, {std::string(32, '\0')}, random_);
  EXPECT_EQ(proof.status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(BlindEvaluateTest, DirectEvaluationTakesInputsUpToTheirBound) {
  EXPECT_TRUE(Evaluate(key_, "").ok());
  EXPECT_TRUE(Evaluate(key_, std::string(65535, 'i')).ok());
  EXPECT_EQ(Evaluate(key_, std::string(65536, 'i')).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(*Evaluate(key_, "input") == *Evaluate(key_, "input"));
  EXPECT_FALSE(*Evaluate(key_, "input") == *Evaluate(key_, "inpuu"));
  EXPECT_FALSE(*Evaluate(key_, "input") == *Evaluate(*PrfPrivateKey::Derive(SecretBytes::Random(32), "test"), "input"));
}

}  // namespace
}  // namespace vsx::crypto
