#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "crypto/blind_prf.h"
#include "crypto/blind_query.h"
#include "crypto/encoding.h"
#include "crypto/hash.h"
#include "crypto/index_entry.h"
#include "crypto/index_record.h"
#include "crypto/merkle_tree.h"
#include "node/service/index_key.h"
#include "node/statement/check_receipt.h"
#include "node/statement/index_header.h"
#include "node/statement/index_record.h"
#include "tests/crypto/fixed_random_source.h"
#include "tests/interop/worked_example.h"
#include "tests/statement/test_federation.h"

// The worked example of a blind check in proto/README.md, by our code; worked_example.test.mjs has it by the other.
namespace vsx::test {
namespace {

constexpr size_t kElements = 8;
constexpr size_t kPlace = 2;  // of the handle's element

using crypto::ToHex;

// The wide reduction of 64 bytes gives the scalar itself if the rest is zero.
std::string AsDraw(const std::string& scalar) { return scalar + std::string(64 - scalar.size(), '\0'); }

class WorkedExampleTest : public ::testing::Test {
 protected:
  std::string Hex(const std::string& name) const { return example_.Text(name); }

  domain::IndexName Name() const {
    EXPECT_EQ(Hex("class"), "PROTECTIVE_CHECK");
    return {statement::Party(Hex("issuer")), statement::Party(Hex("recipient")), domain::Purpose::kProtectiveCheck,
            domain::Epoch(static_cast<uint64_t>(example_.Number("epoch")))};
  }

  crypto::PrfPrivateKey Key() const {
    return *service::IndexKey(crypto::SecretBytes::CopyFrom(example_.Bytes("seed")), Name());
  }

  // The handle's element is drawn first and sorted to its place, the unused ones around it.
  crypto::BlindQuery Query() const {
    std::string draws = AsDraw(example_.Bytes("blind"));
    for (size_t i = 1; i < kElements; ++i) draws += std::string(64, static_cast<char>(i));
    draws += std::string(8, static_cast<char>(kPlace));
    for (size_t i = 0; i < kElements; ++i) {
      if (i != kPlace) draws += std::string(8, static_cast<char>(i));
    }
    crypto::FixedRandomSource random(draws);
    return *crypto::BlindQuery::Create({example_.Text("handle")}, kElements, random);
  }

  crypto::Evaluation Evaluate(const std::vector<std::string>& elements) const {
    crypto::FixedRandomSource random(AsDraw(example_.Bytes("proof randomness")));
    return *crypto::BlindEvaluate(Key(), elements, random);
  }

  crypto::IndexEntryKeys Keys() const {
    crypto::BlindQuery query = Query();
    const crypto::Evaluation answer = Evaluate(query.elements());
    const auto outputs = std::move(query).Finalize(Key().public_key(), answer.elements, answer.proof);
    EXPECT_TRUE(outputs.ok()) << outputs.status();
    return crypto::IndexEntryKeys(outputs->front());
  }

  crypto::IndexEntryContent Entry() const {
    return {.record_id = example_.Bytes("record id"),
            .record_key = RecordKey(),
            .slot = static_cast<uint8_t>(example_.Number("slot")),
            .mark = static_cast<uint8_t>(Hex("mark") == "POSSIBLE"),
            .handle_salt = example_.Bytes("handle salt")};
  }

  crypto::IndexRecordKey RecordKey() const {
    return crypto::IndexRecordKey(crypto::WipedBytes<32>::CopyFrom(example_.Bytes("record key")));
  }

  std::string Record(const std::string& copy_envelope) const {
    crypto::FixedRandomSource nonce(example_.Bytes("record nonce"));
    return *crypto::SealIndexRecord(RecordKey(), domain::IndexContext(Name()), example_.Bytes("record id"),
                                    statement::EncodeIndexRecord({copy_envelope}), nonce);
  }

  const WorkedExample example_{VSX_SOURCE_DIR "/proto/README.md"};
  const statement::TestFederation federation_;
};

TEST_F(WorkedExampleTest, Key) {
  EXPECT_EQ(ToHex(domain::IndexContext(Name())), Hex("context"));
  EXPECT_EQ(ToHex(crypto::LengthPrefixed("vsx/voprf/v1")) + Hex("context"), Hex("info"));
  EXPECT_EQ(ToHex(Key().scalar().ExposeSecret()), Hex("private key"));
  EXPECT_EQ(ToHex(Key().public_key().bytes()), Hex("public key"));
}

TEST_F(WorkedExampleTest, QuestionAndAnswer) {
  const statement::CheckReceipt receipt{.party = statement::Party(Hex("recipient")),
                                        .check_id = *domain::CheckId::FromBytes(example_.Bytes("check id")),
                                        .agency = Hex("agency"),
                                        .officer = Hex("officer"),
                                        .measure = Hex("measure"),
                                        .stage = Hex("stage"),
                                        .file_number = Hex("file number"),
                                        .checked_at = statement::kNow,
                                        .valid_until = statement::kNow,
                                        .handle_classes = {},
                                        .handle_commitments = {},
                                        .consultations = {},
                                        .member_states_outside = {},
                                        .intent_salt = example_.Bytes("intent salt")};
  EXPECT_EQ(ToHex(statement::CheckIntentHash(receipt)), Hex("intent hash"));
  crypto::BlindQuery query = Query();
  EXPECT_EQ(query.elements(), example_.List("blinded element", kElements));
  const crypto::Evaluation answer = Evaluate(query.elements());
  EXPECT_EQ(answer.elements, example_.List("evaluated element", kElements));
  EXPECT_EQ(ToHex(answer.proof), Hex("proof"));
  const auto outputs = std::move(query).Finalize(Key().public_key(), answer.elements, answer.proof);
  ASSERT_TRUE(outputs.ok()) << outputs.status();
  EXPECT_EQ(ToHex(outputs->front().ExposeSecret()), Hex("output"));
  EXPECT_EQ(ToHex(Keys().Tag(0)), Hex("tag 0"));
  EXPECT_EQ(ToHex(Keys().Tag(1)), Hex("tag 1"));
  EXPECT_EQ(ToHex(Keys().Key(0).ExposeSecret()), Hex("key 0"));
}

TEST_F(WorkedExampleTest, Entry) {
  EXPECT_EQ(Hex("record id") + Hex("record key") + ToHex(std::string(1, static_cast<char>(Entry().slot + 128))) +
                Hex("handle salt"),
            Hex("entry plaintext"));
  crypto::FixedRandomSource nonce(example_.Bytes("entry nonce"));
  const auto entry = crypto::SealIndexEntry(Keys(), 0, domain::IndexContext(Name()), Entry(), nonce);
  ASSERT_TRUE(entry.ok()) << entry.status();
  EXPECT_EQ(ToHex(*entry), Hex("entry"));
}

// The copy of the example is one of the golden statements, so that its openings are those of its making.
TEST_F(WorkedExampleTest, RecordHoldsACopyThatOpens) {
  const std::string name = Hex("copy");
  const auto copy = *statement::SignExampleCopy(
      federation_, statement::Permitted(statement::ExampleFacts(), domain::Purpose::kProtectiveCheck), name);
  const std::string record = Record(copy.envelope);
  EXPECT_EQ(ToHex(record.substr(0, 96)), Hex("record begins"));
  EXPECT_EQ(ToHex(crypto::Sha256(record)), Hex("record hash"));
  const auto verified = statement::VerifyAttestationCopy(federation_.Trust(Hex("recipient")), copy.envelope,
                                                         statement::Party(Hex("issuer")),
                                                         statement::Party(Hex("recipient")), statement::kNow);
  ASSERT_TRUE(verified.ok()) << verified.status();
  const auto document = static_cast<uint8_t>(domain::HandleClass::kDocument);
  const auto opens = statement::VerifyOpening(
      verified->content, {Entry().slot, document, Entry().mark, Entry().handle_salt, Hex("handle")});
  EXPECT_TRUE(opens.ok()) << opens;
}

TEST_F(WorkedExampleTest, ChunksAndHeader) {
  const std::vector<std::string> chunks = {std::string(65536, '\x0a'), std::string(65536, '\x0b'),
                                           std::string(8192, '\x0c')};
  std::vector<std::string> hashes;
  for (const std::string& chunk : chunks) hashes.push_back(crypto::MerkleLeafHash(chunk));
  EXPECT_EQ(hashes, example_.List("chunk hash", chunks.size()));
  EXPECT_EQ(ToHex(crypto::MerkleRoot(hashes)), Hex("chunk root"));

  const statement::IndexHeader header{.name = Name(),
                                      .epoch_seconds = 3600,
                                      .cut_off = {example_.Number("cut-off")},
                                      .prf_public_key = Key().public_key().bytes(),
                                      .capacity_step = 0,
                                      .complete = true,
                                      .chunk_root = example_.Bytes("chunk root")};
  const auto signed_header = statement::SignIndexHeader(header, *federation_.party(Hex("issuer")).operations);
  ASSERT_TRUE(signed_header.ok()) << signed_header.status();
  EXPECT_EQ(ToHex(signed_header->envelope), Hex("header envelope"));
  EXPECT_EQ(ToHex(signed_header->payload_sha256), Hex("header hash"));
  EXPECT_EQ(ToHex(federation_.party(Hex("issuer")).operations->verify_key().bytes()), Hex("operations key"));
}

}  // namespace
}  // namespace vsx::test
