#include <nlohmann/json.hpp>

#include "crypto/audit_chain.h"
#include "tests/cli/cli_fixture.h"

namespace vsx::test {
namespace {

using testing::HasSubstr;

// A chain of `size` entries whose bodies begin with `flavour`, served page by page.
class FakeChain {
 public:
  explicit FakeChain(size_t size, const std::string& flavour = "entry") : id_(16, 'c') {
    std::string previous(32, '\0');
    for (size_t i = 1; i <= size; ++i) {
      v1::AuditRecord record;
      record.set_number(i);
      record.set_previous_hash(previous);
      record.set_body(flavour + std::to_string(i));
      previous = crypto::AuditChainHash(id_, i, previous, record.body());
      record.set_hash(previous);
      records.push_back(record);
    }
  }

  std::function<grpc::Status(const v1::ReadAuditRequest&, v1::ReadAuditResponse*)> Server(size_t page_size) const {
    return
        [records = records, id = id_, page_size](const v1::ReadAuditRequest& request, v1::ReadAuditResponse* response) {
          response->set_chain_id(id);
          response->set_head_hash(std::string(32, '\0'));
          for (const auto& record : records) {
            if (record.number() > request.after_number() && static_cast<size_t>(response->records_size()) < page_size) {
              *response->add_records() = record;
            }
          }
          if (!records.empty()) {
            response->set_head_number(records.back().number());
            response->set_head_hash(records.back().hash());
          }
          return grpc::Status::OK;
        };
  }

  std::vector<v1::AuditRecord> records;

 private:
  std::string id_;
};

class AuditTest : public CliTest {
 protected:
  AuditTest() { BecomeAgency("overseer"); }

  CliResult Verify(const FakeChain& chain, const std::vector<std::string>& more = {}) {
    node_->monitoring.ReadAudit_method.answer = chain.Server(3);
    std::vector<std::string> arguments = {"audit", "verify"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Run(arguments);
  }
};

TEST_F(AuditTest, WholeChainOverSeveralPagesHolds) {
  const auto result = Verify(FakeChain(10), {"--write-head", Path("head")});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, testing::StartsWith("The audit chain is whole: 10 entries, head "));
  EXPECT_THAT(result.out, HasSubstr("--expect-head FILE"));
  EXPECT_EQ(node_->monitoring.ReadAudit_method.requests().at(0).context().purpose(), v1::ACCESS_PURPOSE_AUDIT);
  EXPECT_EQ(nlohmann::json::parse(Read("head"))["number"], 10);
}

TEST_F(AuditTest, GrownChainStillHoldsTheExpectedHead) {
  ASSERT_EQ(Verify(FakeChain(7), {"--write-head", Path("head")}).code, 0);
  const auto result = Verify(FakeChain(12), {"--expect-head", Path("head"), "--json"});
  ASSERT_EQ(result.code, 0) << result.err;
  const auto json = nlohmann::json::parse(result.out);
  EXPECT_EQ(json["verified"], true);
  EXPECT_EQ(json["entries"], 12);
  EXPECT_EQ(json["compared_with_expected_head"], true);
}

TEST_F(AuditTest, EntriesAreWrittenAsLinesOfJson) {
  v1::AuditEntry entry;
  entry.set_version(1);
  entry.set_method("CheckStatus");
  entry.set_officer_hash(std::string(32, '\x01'));
  FakeChain chain(2, entry.SerializeAsString() + "\x7a\x01");  // the number, in a field of a later version
  const auto result = Verify(chain, {"--entries", Path("entries")});
  ASSERT_EQ(result.code, 0) << result.err;
  std::istringstream lines(Read("entries"));
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto json = nlohmann::json::parse(line);
    EXPECT_EQ(json["number"], ++number);
    EXPECT_EQ(json["method"], "CheckStatus");
    EXPECT_EQ(json["officer_hash"].get<std::string>().substr(0, 4), "0101");
  }
  EXPECT_EQ(number, 2);
}

TEST_F(AuditTest, EntryThatCannotBeReadIsNotWritten) {
  EXPECT_EQ(Verify(FakeChain(2, "\xff\xff"), {"--entries", Path("entries")}).code, 4);
}

TEST_F(AuditTest, EmptyChainHolds) { EXPECT_EQ(Verify(FakeChain(0)).code, 0); }

TEST_F(AuditTest, RewrittenChainIsFound) {
  ASSERT_EQ(Verify(FakeChain(7), {"--write-head", Path("head")}).code, 0);
  const auto result = Verify(FakeChain(9, "forged"), {"--expect-head", Path("head")});
  EXPECT_EQ(result.code, 4);
  EXPECT_THAT(result.err, HasSubstr("the chain was rewritten: entry 7"));
}

TEST_F(AuditTest, CutChainIsFound) {
  ASSERT_EQ(Verify(FakeChain(7), {"--write-head", Path("head")}).code, 0);
  const auto result = Verify(FakeChain(6), {"--expect-head", Path("head")});
  EXPECT_EQ(result.code, 4);
  EXPECT_THAT(result.err, HasSubstr("the chain was cut"));
}

TEST_F(AuditTest, ChangedEntryIsFound) {
  for (size_t i = 0; i < 7; ++i) {
    FakeChain chain(7);
    chain.records[i].set_body("another body");
    EXPECT_EQ(Verify(chain).code, 4) << i;
  }
}

TEST_F(AuditTest, WrongHashIsFoundThoughTheEntriesFollow) {
  FakeChain chain(7);
  chain.records[3].set_hash(std::string(32, 'x'));
  const auto result = Verify(chain);
  EXPECT_EQ(result.code, 4);
  EXPECT_THAT(result.err, HasSubstr("audit entry 4 was changed"));
}

TEST_F(AuditTest, MissingEntryIsFound) {
  for (size_t i = 0; i < 6; ++i) {
    FakeChain chain(7);
    chain.records.erase(chain.records.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_EQ(Verify(chain).code, 4) << i;
  }
}

TEST_F(AuditTest, PageWithoutProgressDoesNotLoop) {
  FakeChain chain(7);
  node_->monitoring.ReadAudit_method.answer = [&](const v1::ReadAuditRequest& request,
                                                  v1::ReadAuditResponse* response) {
    const auto status = chain.Server(3)(request, response);
    if (request.after_number() >= 3) response->clear_records();
    return status;
  };
  EXPECT_EQ(Run({"audit", "verify"}).code, 4);
}

TEST_F(AuditTest, ExpectedHeadMustBeOne) {
  EXPECT_EQ(Verify(FakeChain(3), {"--expect-head", File("head", "{}")}).code, 1);
}

}  // namespace
}  // namespace vsx::test
