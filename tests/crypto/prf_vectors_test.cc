#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "crypto/blind_prf.h"
#include "crypto/blind_query.h"
#include "crypto/dleq_proof.h"
#include "crypto/encoding.h"
#include "crypto/prf_key.h"
#include "crypto/prf_suite.h"
#include "tests/crypto/fixed_random_source.h"
#include "tests/crypto/vectors.h"

// RFC 9497 appendix A.1: every vector of mode 0 and mode 1, step by step, and for mode 1 through the types that
// everybody else uses too.
namespace vsx::crypto {
namespace {

nlohmann::json SuiteOfMode(int mode) {
  for (const auto& suite : LoadVectors("voprf/rfc9497_ristretto255_sha512.json")) {
    if (suite["mode"] == mode) return suite;
  }
  return {};
}

// The byte strings of a batch, which stand in one text with commas between.
std::vector<std::string> Batch(const nlohmann::json& list) {
  std::vector<std::string> batch;
  const std::string text = list;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find(',', at), text.size());
    batch.push_back(Bytes(std::string_view(text).substr(at, end - at)));
    at = end + 1;
  }
  return batch;
}

// What makes RandomScalar give `scalar`: 64 bytes whose value is its own.
std::string Draw(const std::string& scalar) { return scalar + std::string(32, '\0'); }

std::string Product(std::string_view scalar, std::string_view element) {
  std::string out(32, '\0');
  EXPECT_TRUE(MultiplyElement(absl::MakeSpan(reinterpret_cast<uint8_t*>(out.data()), out.size()), scalar, element));
  return out;
}

std::string Inverse(const std::string& scalar) {
  std::vector<PrfScalar> scalars;
  scalars.push_back(PrfScalar::CopyFrom(scalar));
  InvertScalars(absl::MakeSpan(scalars));
  return std::string(scalars.front().ExposeSecret());
}

int CheckSteps(PrfMode mode) {
  const nlohmann::json vectors = SuiteOfMode(static_cast<int>(mode));
  const PrfSuite& suite = PrfSuite::Of(mode);
  EXPECT_EQ(suite.hash_to_group, Bytes(vectors["groupDST"]));
  const absl::StatusOr<SecretBytes> key =
      DerivePrfScalar(suite, SecretBytes::CopyFrom(Bytes(vectors["seed"])), Bytes(vectors["keyInfo"]));
  EXPECT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(ToHex(key->ExposeSecret()), vectors["skSm"].get<std::string>());
  int inputs = 0;
  for (const auto& test : vectors["vectors"]) {
    const std::vector<std::string> batch = Batch(test["Input"]);
    const std::vector<std::string> blinds = Batch(test["Blind"]);
    EXPECT_EQ(batch.size(), test["Batch"].get<size_t>());
    for (size_t i = 0; i < batch.size(); ++i) {
      const absl::StatusOr<PrfSecretElement> element = HashToGroup(suite, batch[i]);
      EXPECT_TRUE(element.ok()) << element.status();
      const std::string blinded = Product(blinds[i], element->ExposeSecret());
      EXPECT_EQ(ToHex(blinded), ToHex(Batch(test["BlindedElement"])[i]));
      const std::string evaluated = Product(key->ExposeSecret(), blinded);
      EXPECT_EQ(ToHex(evaluated), ToHex(Batch(test["EvaluationElement"])[i]));
      const PrfOutput output = HashToOutput(batch[i], Product(Inverse(blinds[i]), evaluated));
      EXPECT_EQ(ToHex(output.ExposeSecret()), ToHex(Batch(test["Output"])[i]));
      ++inputs;
    }
  }
  return inputs;
}

TEST(PrfVectorsTest, EveryStepOfModeZero) { EXPECT_EQ(CheckSteps(PrfMode::kOprf), 2); }

TEST(PrfVectorsTest, EveryStepOfModeOne) { EXPECT_EQ(CheckSteps(PrfMode::kVoprf), 4); }

class VerifiableVectorsTest : public ::testing::Test {
 protected:
  VerifiableVectorsTest()
      : vectors_(SuiteOfMode(1)),
        key_(*PrfPrivateKey::Derive(SecretBytes::CopyFrom(Bytes(vectors_["seed"])), Bytes(vectors_["keyInfo"]))) {}

  const nlohmann::json vectors_;
  const PrfPrivateKey key_;
};

TEST_F(VerifiableVectorsTest, DerivesTheKeyPair) {
  EXPECT_EQ(ToHex(key_.scalar().ExposeSecret()), vectors_["skSm"].get<std::string>());
  EXPECT_EQ(ToHex(key_.public_key().bytes()), vectors_["pkSm"].get<std::string>());
}

TEST_F(VerifiableVectorsTest, EvaluatesAndProvesBatchesOfOneAndTwo) {
  int proofs = 0;
  for (const auto& test : vectors_["vectors"]) {
    FixedRandomSource random(Draw(Bytes(test["Proof"]["r"])));
    const absl::StatusOr<Evaluation> evaluation = BlindEvaluate(key_, Batch(test["BlindedElement"]), random);
    ASSERT_TRUE(evaluation.ok()) << evaluation.status();
    EXPECT_EQ(evaluation->elements, Batch(test["EvaluationElement"]));
    EXPECT_EQ(ToHex(evaluation->proof), test["Proof"]["proof"].get<std::string>());
    ++proofs;
  }
  EXPECT_EQ(proofs, 3);
}

TEST_F(VerifiableVectorsTest, VerifiesBatchesOfOneAndTwo) {
  for (const auto& test : vectors_["vectors"]) {
    EXPECT_TRUE(VerifyEvaluation(PrfSuite::Of(PrfMode::kVoprf), key_.public_key(), Batch(test["BlindedElement"]),
                                 Batch(test["EvaluationElement"]), Bytes(test["Proof"]["proof"])));
    EXPECT_FALSE(VerifyEvaluation(PrfSuite::Of(PrfMode::kOprf), key_.public_key(), Batch(test["BlindedElement"]),
                                  Batch(test["EvaluationElement"]), Bytes(test["Proof"]["proof"])));
  }
}

TEST_F(VerifiableVectorsTest, EvaluatesDirectly) {
  for (const auto& test : vectors_["vectors"]) {
    const std::vector<std::string> inputs = Batch(test["Input"]);
    for (size_t i = 0; i < inputs.size(); ++i) {
      const absl::StatusOr<PrfOutput> output = Evaluate(key_, inputs[i]);
      ASSERT_TRUE(output.ok()) << output.status();
      EXPECT_EQ(ToHex(output->ExposeSecret()), ToHex(Batch(test["Output"])[i]));
    }
  }
}

TEST_F(VerifiableVectorsTest, AQueryBlindsAndFinalizesTheSame) {
  for (const auto& test : vectors_["vectors"]) {
    const std::vector<std::string> inputs = Batch(test["Input"]);
    std::string draws;
    for (const std::string& blind : Batch(test["Blind"])) draws += Draw(blind);
    for (size_t unused = inputs.size(); unused < 8; ++unused) draws += std::string(64, static_cast<char>(unused));
    for (char place = 0; place < 8; ++place) draws += place + std::string(7, '\0');  // keeps the order, little-endian
    FixedRandomSource random(draws);
    absl::StatusOr<BlindQuery> query = BlindQuery::Create(inputs, 8, random);
    ASSERT_TRUE(query.ok()) << query.status();
    const std::vector<std::string> blinded(query->elements().begin(),
                                           query->elements().begin() + static_cast<std::ptrdiff_t>(inputs.size()));
    EXPECT_EQ(blinded, Batch(test["BlindedElement"]));

    SystemRandomSource fresh;
    const absl::StatusOr<Evaluation> evaluation = BlindEvaluate(key_, query->elements(), fresh);
    ASSERT_TRUE(evaluation.ok()) << evaluation.status();
    const absl::StatusOr<std::vector<PrfOutput>> outputs =
        (*std::move(query)).Finalize(key_.public_key(), evaluation->elements, evaluation->proof);
    ASSERT_TRUE(outputs.ok()) << outputs.status();
    ASSERT_EQ(outputs->size(), inputs.size());
    for (size_t i = 0; i < inputs.size(); ++i) {
      EXPECT_EQ(ToHex((*outputs)[i].ExposeSecret()), ToHex(Batch(test["Output"])[i]));
    }
  }
}

}  // namespace
}  // namespace vsx::crypto
