#include "node/domain/reference_code.h"

#include <gtest/gtest.h>

#include <array>
#include <cctype>
#include <random>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "node/domain/error.h"

namespace vsx::domain {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

using Bytes = std::array<uint8_t, ReferenceCode::kRandomBytes>;

ReferenceCode RandomCode(std::mt19937& random) {
  Bytes bytes;
  for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random());
  return ReferenceCode::FromRandom(bytes);
}

std::string ReasonOf(const std::string& typed) {
  const absl::StatusOr<ReferenceCode> code = ReferenceCode::Parse(typed);
  return code.ok() ? "OK" : ErrorReason(code.status());
}

// The check symbols were computed with Python's hashlib.
TEST(ReferenceCodeTest, GoldenCodes) {
  const Bytes zeros{};
  EXPECT_EQ(ReferenceCode::FromRandom(zeros).symbols(), "00000000000000000000");
  EXPECT_EQ(ReferenceCode::FromRandom(zeros).ToPrinted(), "00000-00000-00000-00000-XP");
  const Bytes counting = {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xAA, 0xBB, 0xCC};
  EXPECT_EQ(ReferenceCode::FromRandom(counting).ToPrinted(), "008J4-CT4AN-K7F24-SNAXW-EQ");
}

TEST(ReferenceCodeTest, LastFourBitsAreNotUsed) {
  Bytes a{};
  Bytes b{};
  b.back() = 0x0F;
  EXPECT_EQ(ReferenceCode::FromRandom(a), ReferenceCode::FromRandom(b));
  b.back() = 0x10;
  EXPECT_NE(ReferenceCode::FromRandom(a), ReferenceCode::FromRandom(b));
}

TEST(ReferenceCodeTest, EveryOneOfTheHundredBitsCounts) {
  std::set<std::string> codes;
  for (size_t bit = 0; bit < 100; ++bit) {
    Bytes bytes{};
    bytes[bit / 8] = static_cast<uint8_t>(0x80 >> bit % 8);
    codes.insert(ReferenceCode::FromRandom(bytes).symbols());
  }
  EXPECT_EQ(codes.size(), 100U);
}

TEST(ReferenceCodeTest, PrintedCodeIsReadBack) {
  std::mt19937 random(1);  // NOLINT: the same codes in every run
  for (int i = 0; i < 2000; ++i) {
    const ReferenceCode code = RandomCode(random);
    EXPECT_EQ(*ReferenceCode::Parse(code.ToPrinted()), code);
    EXPECT_EQ(*ReferenceCode::FromSymbols(code.symbols()), code);
  }
}

TEST(ReferenceCodeTest, TypingIsForgiving) {
  std::mt19937 random(2);  // NOLINT: the same codes in every run
  for (int i = 0; i < 500; ++i) {
    const ReferenceCode code = RandomCode(random);
    std::string typed = "  ";
    for (char c : code.ToPrinted()) {
      if (c == '0') c = random() % 2 == 0 ? 'o' : 'O';
      if (c == '1') c = "iIlL"[random() % 4];
      if (c == '-') c = ' ';
      typed.push_back(random() % 2 == 0 ? c : static_cast<char>(std::tolower(c)));
      if (random() % 5 == 0) typed += "- ";
    }
    EXPECT_EQ(*ReferenceCode::Parse(typed), code);
  }
}

TEST(ReferenceCodeTest, FaultsAreNamedAndNeverRepeated) {
  const std::string good = ReferenceCode::FromRandom(Bytes{}).ToPrinted();
  EXPECT_EQ(ReasonOf("U" + good.substr(1)), "REFERENCE_CODE_LETTER_U");
  EXPECT_EQ(ReasonOf("*" + good.substr(1)), "REFERENCE_CODE_CHARACTER");
  EXPECT_EQ(ReasonOf("\xC3\xA9" + good.substr(1)), "REFERENCE_CODE_CHARACTER");
  EXPECT_EQ(ReasonOf(std::string("\0", 1) + good.substr(1)), "REFERENCE_CODE_CHARACTER");
  EXPECT_EQ(ReasonOf(good.substr(0, 23)), "REFERENCE_CODE_LENGTH") << "without the check symbols";
  EXPECT_EQ(ReasonOf(""), "REFERENCE_CODE_LENGTH");
  EXPECT_EQ(ReasonOf(good + "0"), "REFERENCE_CODE_LENGTH");
  EXPECT_EQ(ReasonOf(std::string(1000000, '7')), "REFERENCE_CODE_LENGTH");
  const std::string wrong = "WXYZW" + good.substr(5);
  EXPECT_EQ(ReasonOf(wrong), "REFERENCE_CODE_CHECK_WRONG");
  EXPECT_FALSE(absl::StrContains(ReferenceCode::Parse(wrong).status().ToString(), "WXYZW"));
}

TEST(ReferenceCodeTest, StoredFormIsExact) {
  EXPECT_FALSE(ReferenceCode::FromSymbols("0000000000000000000").ok());
  EXPECT_FALSE(ReferenceCode::FromSymbols("0000000000000000000o").ok());
  EXPECT_FALSE(ReferenceCode::FromSymbols("0000000000000000000U").ok());
}

// The check symbols are ten bits of a hash: a slip in the 20 symbols is seen in all but about 1 case of 1,024, a slip
// in the check symbols themselves always. No single slip is sure to be seen, as a code made for slips would have it.
TEST(ReferenceCodeTest, SingleSlipsAreSeenInAllButOneOfAThousand) {
  std::mt19937 random(3);  // NOLINT: the same codes in every run
  int slips = 0;
  int missed = 0;
  for (int i = 0; i < 200; ++i) {
    const std::string printed = RandomCode(random).ToPrinted();
    for (size_t at = 0; at < printed.size(); ++at) {
      if (printed[at] == '-') continue;
      for (char c : kAlphabet) {
        if (c == printed[at]) continue;
        std::string typed = printed;
        typed[at] = c;
        ++slips;
        const bool accepted = ReferenceCode::Parse(typed).ok();
        missed += accepted ? 1 : 0;
        if (at >= printed.size() - 2) {
          EXPECT_FALSE(accepted);
        }
      }
    }
  }
  const double rate = static_cast<double>(missed) / slips;
  RecordProperty("missed_per_million", static_cast<int>(rate * 1e6));
  EXPECT_EQ(slips, 200 * 22 * 31);
  EXPECT_GT(rate, 0.0005);
  EXPECT_LT(rate, 0.0015);
}

TEST(ReferenceCodeTest, NeighboursExchangedAreSeenInAllButOneOfAThousand) {
  std::mt19937 random(4);  // NOLINT: the same codes in every run
  int slips = 0;
  int missed = 0;
  for (int i = 0; i < 5000; ++i) {
    const ReferenceCode code = RandomCode(random);
    const std::string all = code.symbols() + code.ToPrinted().substr(24);
    for (size_t at = 0; at + 1 < all.size(); ++at) {
      if (all[at] == all[at + 1]) continue;
      std::string typed = all;
      std::swap(typed[at], typed[at + 1]);
      ++slips;
      missed += ReferenceCode::Parse(typed).ok() ? 1 : 0;
    }
  }
  const double rate = static_cast<double>(missed) / slips;
  RecordProperty("missed_per_million", static_cast<int>(rate * 1e6));
  EXPECT_GT(slips, 90000);
  EXPECT_GT(rate, 0.0005);
  EXPECT_LT(rate, 0.0015);
}

}  // namespace
}  // namespace vsx::domain
