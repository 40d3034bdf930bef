#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "tests/cli/cli_fixture.h"

namespace vsx::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class FederationTest : public CliTest {
 protected:
  FederationTest() { File("passphrase", "an example passphrase\n", /*is_private=*/true); }

  CliResult Keys(const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"keys"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    arguments.insert(arguments.end(), {"--passphrase-file", Path("passphrase")});
    return RunBare(arguments);
  }

  CliResult MakeRecord(const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"federation",
                                          "record",
                                          "--party",
                                          "XXA",
                                          "--keys",
                                          Path("node.keys"),
                                          "--passphrase-file",
                                          Path("passphrase"),
                                          "--root-keys",
                                          Path("root.keys"),
                                          "--root-passphrase-file",
                                          Path("passphrase"),
                                          "--ca",
                                          Path("ca.pem"),
                                          "--endpoint",
                                          "node.example:8443",
                                          "--out",
                                          Path("XXA.record")};
    if (more.empty()) {
      arguments.insert(arguments.end(), {"--desk", "duty-desk;Example Duty Desk;+00 0 0000 0000;en,th", "--authority",
                                         "Example Body;counter-trafficking"});
    }
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunBare(arguments);
  }
};

// One run of the whole ceremony: opening a keystore costs most of a second on purpose.
TEST_F(FederationTest, CeremonyFromKeysToVerifiedDocuments) {
  auto result = Keys({"init", "--party", "XXA", "--out", Path("node.keys")});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("attestation  ed25519:"));
  EXPECT_THAT(result.out, HasSubstr("sealing      x25519:"));
  EXPECT_THAT(result.out, HasSubstr("storage      secret"));
  EXPECT_THAT(result.out, Not(HasSubstr("root  ")));
  EXPECT_EQ(Keys({"init", "--party", "XXA", "--out", Path("node.keys")}).code, 1) << "never overwrites";

  result = Keys({"init", "--root", "--party", "XXA", "--out", Path("root.keys"), "--json"});
  ASSERT_EQ(result.code, 0) << result.err;
  File("root.json", result.out);
  EXPECT_EQ(nlohmann::json::parse(result.out)["keys"].size(), 1U);
  EXPECT_EQ(Keys({"show", Path("root.keys"), "--json"}).out, result.out);

  result = MakeRecord();
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("SHA-256 "));
  result = RunBare({"federation", "show", Path("XXA.record"), "--json"});
  ASSERT_EQ(result.code, 0) << result.err;
  auto json = nlohmann::json::parse(result.out);
  EXPECT_EQ(json["document"]["party"], "XXA");
  EXPECT_EQ(json["document"]["keys"].size(), 5U) << "secrets and root stay out";
  EXPECT_EQ(json["document"]["expires_at"], kTestNow + 365 * 86400);
  EXPECT_EQ(json["document"]["directory"][0]["languages"], nlohmann::json::array({"en", "th"}));
  EXPECT_EQ(json["document"]["authorities"][0]["kind"], "AGENCY_KIND_COUNTER_TRAFFICKING");

  result = RunBare({"federation", "manifest", "new", "--party", absl::StrCat("XXA=", Path("root.json")),
                    "--member-state", "XXA,XXB", "--out", Path("manifest")});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("1 of its 1 Parties must sign"));
  const std::string pin = result.out.substr(result.out.find("SHA-256 ") + 8, 64);
  const std::vector<std::string> verify = {"federation", "verify", "--manifest", Path("manifest"),
                                           "--sha256",   pin,      "--record",   Path("XXA.record")};
  EXPECT_EQ(RunBare(verify).code, 4) << "nobody has signed";

  result = RunBare({"federation", "manifest", "sign", "--manifest", Path("manifest"), "--root-keys", Path("root.keys"),
                    "--passphrase-file", Path("passphrase")});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("SHA-256 " + pin)) << "signing does not change what is pinned";
  result = RunBare(verify);
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, testing::StartsWith("The trust documents hold: manifest version 1, expires 2027-01-01"));
  EXPECT_THAT(result.out, HasSubstr("No Party speaks for: XXB"));
  EXPECT_THAT(RunBare({"federation", "show", Path("manifest")}).out, HasSubstr("SHA-256 to pin: " + pin));

  auto wrong = verify;
  wrong[5][0] = wrong[5][0] == '0' ? '1' : '0';
  result = RunBare(wrong);
  EXPECT_EQ(result.code, 4);
  EXPECT_THAT(result.err, HasSubstr("MANIFEST_NOT_PINNED"));

  File("passphrase", "another passphrase\n", /*is_private=*/true);
  EXPECT_EQ(Keys({"show", Path("root.keys")}).code, 1);
}

TEST_F(FederationTest, ManifestHasTheBudgetsThatAreGivenAndNoOthers) {
  File("root.json", Keys({"init", "--root", "--party", "XXA", "--out", Path("root.keys"), "--json"}).out);
  const auto budgets = [&](const std::string& out, const std::vector<std::string>& options) {
    std::vector<std::string> command = {"federation",     "manifest", "new",   "--party", "XXA=" + Path("root.json"),
                                        "--member-state", "XXA",      "--out", Path(out)};
    command.insert(command.end(), options.begin(), options.end());
    const CliResult made = RunBare(command);
    EXPECT_EQ(made.code, 0) << made.err;
    const auto shown = nlohmann::json::parse(RunBare({"federation", "show", Path(out), "--json"}).out);
    return shown["document"].value("evaluation_budgets", nlohmann::json());
  };
  const nlohmann::json all = {{"single_per_day", 11},  {"single_burst", 12},      {"presented_per_day", 13},
                              {"presented_burst", 14}, {"screening_per_day", 15}, {"screening_days_per_month", 16}};
  EXPECT_EQ(budgets("all", {"--checks-per-day", "11", "--checks-at-once", "12", "--codes-per-day", "13",
                            "--codes-at-once", "14", "--screened-per-day", "15", "--screening-days", "16"}),
            all);
  const auto none = budgets("none", {});
  for (const auto& [field, value] : none.items()) EXPECT_EQ(value, 0) << field;
  const auto one = budgets("one", {"--screening-days", "31"});
  for (const auto& [field, value] : one.items()) EXPECT_EQ(value, field == "screening_days_per_month" ? 31 : 0);
  for (const auto& [option, most] : std::vector<std::pair<std::string, std::string>>{
           {"--screening-days", "32"}, {"--screened-per-day", "0"}, {"--codes-at-once", "1000000001"}}) {
    EXPECT_EQ(RunBare({"federation", "manifest", "new", "--party", "XXA=" + Path("root.json"), "--member-state", "XXA",
                       "--out", Path("refused"), option, most})
                  .code,
              1)
        << option;
  }
}

TEST_F(FederationTest, InputErrorsComeBeforeAnyKeyIsOpened) {
  auto result = MakeRecord({"--desk", "only;two", "--authority", "Example Body;counter-trafficking"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("id;name;telephone;languages"));
  result = MakeRecord({"--desk", "d;n;+00;en", "--authority", "Example Body;sorcery"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("counter-trafficking, immigration"));
  EXPECT_EQ(Keys({"init", "--party", "xxa", "--out", Path("k")}).code, 1);
  EXPECT_EQ(Keys({"init", "--party", "XXA", "--out", Path("k"), "--roles", "everything"}).code, 1);
  EXPECT_EQ(RunBare({"federation", "show", File("nothing", "nothing")}).code, 1);
  EXPECT_EQ(RunBare({"federation", "manifest", "new", "--party", "XXA=" + File("k.json", "{}"), "--member-state", "XXA",
                     "--out", Path("m")})
                .code,
            1);
}

}  // namespace
}  // namespace vsx::test
