#include "tests/architecture/treaty_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

// Demands that are met by what the protocol cannot say (tests/treaty).
namespace vsx::architecture {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;

const std::vector<SourceFile>& ProtocolFiles() {
  static const auto* files = new std::vector<SourceFile>(ReadSourceTree(VSX_SOURCE_DIR));
  return *files;
}

const SourceFile kPlantedProto = {"proto/vsx/v1/a.proto",
                                  "// bool cooperates_in_prose = 1;\nenum Kind {\n  KIND_COOPERATION = 1;\n}\n"
                                  "message A {\n  bool uncooperative = 1;\n  repeated string names = 2;\n  oneof b {\n"
                                  "    int64 willing_to_cooperate = 3 [deprecated = true];\n  }\n}\n"};

TEST(TreatyFieldsTest, ReadsFieldsAndNothingElse) {
  EXPECT_THAT(FieldNames(kPlantedProto), ElementsAre("uncooperative", "names", "willing_to_cooperate"));
}

TEST(TreatyFieldsTest, WordsAreFoundByTheirBeginning) {
  EXPECT_THAT(CheckNoFieldSays({kPlantedProto}, {"cooperat"}),
              ElementsAre(Violation{"proto/vsx/v1/a.proto", 0, "has a field willing_to_cooperate"}));
  EXPECT_THAT(CheckNoFieldSays({kPlantedProto}, {"operat", "photo"}), IsEmpty());
}

TEST(TreatyFieldsTest, FieldsOfTheProtocolAreRead) {
  std::vector<std::string> names;
  for (const SourceFile& file : ProtocolFiles()) {
    if (HasSuffix(file.path, ".proto")) std::ranges::copy(FieldNames(file), std::back_inserter(names));
  }
  EXPECT_THAT(names, IsSupersetOf({"birth_date", "definition_elements", "measure", "reference_code", "revoked_at"}));
}

TEST(TreatyFieldsTest, Demand14_NothingCanBeSaidOfACaseAgainstATrafficker) {
  EXPECT_THAT(CheckNoFieldSays(ProtocolFiles(), {"prosecut", "traffick", "perpetrat", "suspect", "trial", "indict"}),
              IsEmpty());
}

TEST(TreatyFieldsTest, Demand15_NothingCanBeSaidOfCooperation) {
  EXPECT_THAT(CheckNoFieldSays(ProtocolFiles(), {"cooperat", "testi", "willing", "obedien"}), IsEmpty());
}

TEST(TreatyFieldsTest, Demand16_NobodyIsAskedWhetherSheSaysSoHerself) {
  EXPECT_THAT(CheckNoFieldSays(ProtocolFiles(), {"self", "claim", "admit", "confess"}), IsEmpty());
}

TEST(TreatyFieldsTest, Demand22_NobodyIsAskedWhetherSheAgreedToWhatWasDone) {
  EXPECT_THAT(CheckNoFieldSays(ProtocolFiles(), {"agree", "volunt"}), IsEmpty());
}

TEST(TreatyFieldsTest, Demand23_NoContractOrPayCanBeEntered) {
  EXPECT_THAT(CheckNoFieldSays(ProtocolFiles(), {"contract", "wage", "salar", "paid", "payment", "debt"}), IsEmpty());
}

TEST(TreatyFieldsTest, Demand25_NoOffenceOrItsGravityCanBeEntered) {
  EXPECT_THAT(CheckNoFieldSays(ProtocolFiles(), {"offence", "offens", "crim", "grav", "sever", "charge", "penal"}),
              IsEmpty());
}

TEST(TreatyFieldsTest, Demand44_NobodyAsksThePersonForEvidence) {
  EXPECT_THAT(CheckNoFieldSays(ProtocolFiles(), {"evidence", "prove", "corroborat", "burden", "credib"}), IsEmpty());
}

TEST(TreatyFieldsTest, Demand60_NoFieldForSexOrAnyOtherGroundOfDiscrimination) {
  EXPECT_THAT(CheckNoFieldSays(ProtocolFiles(), {"sex", "gender", "race", "racial", "ethnic", "religio", "caste",
                                                 "marital", "disab", "health", "orient"}),
              IsEmpty());
}

TEST(TreatyFieldsTest, Demand64_NoFieldForAVulnerableSituation) {
  EXPECT_THAT(CheckNoFieldSays(ProtocolFiles(), {"refugee", "asylum", "migrant", "conflict", "vulnerab", "lgbt"}),
              IsEmpty());
}

TEST(TreatyFieldsTest, Demand67_NoFieldForAProfileOrConduct) {
  EXPECT_THAT(CheckNoFieldSays(ProtocolFiles(), {"profil", "occupation", "profess", "conduct", "behavio", "appear"}),
              IsEmpty());
}

TEST(TreatyFieldsTest, Demand72_NoFieldForBiometricsOrExaminations) {
  EXPECT_THAT(CheckNoFieldSays(ProtocolFiles(), {"biometr", "finger", "photo", "portrait", "face", "facial", "iris",
                                                 "dna", "medic", "examin", "image", "picture"}),
              IsEmpty());
}

// Which States take part, the manifest says. ISO's list, by which a mistyped State is found, is no list of Parties.
TEST(TreatyFieldsTest, Demand9_NoStateIsNamedInTheCode) {
  for (const SourceFile& file : ProtocolFiles()) {
    if (!IsCpp(file.path) || file.path.starts_with("tests/") || file.path == "node/domain/state_codes.cc") continue;
    for (const char* state : {"BRN", "KHM", "IDN", "LAO", "MYS", "MMR", "PHL", "SGP", "THA", "VNM", "TLS", "CHN"}) {
      EXPECT_EQ(file.text.find(std::string("\"") + state + "\""), std::string::npos) << file.path << " " << state;
    }
  }
}

}  // namespace
}  // namespace vsx::architecture
