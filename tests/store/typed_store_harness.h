#ifndef VSX_TESTS_STORE_TYPED_STORE_HARNESS_H_
#define VSX_TESTS_STORE_TYPED_STORE_HARNESS_H_

#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "crypto/secret_bytes.h"
#include "gtest/gtest.h"
#include "store/access_notice_outbox.h"
#include "store/access_notice_store.h"
#include "store/case_store.h"
#include "store/in_memory_case_key_vault.h"
#include "store/inbox_store.h"
#include "store/outbox_store.h"
#include "tests/store/engine_harness.h"
#include "tests/store/example_values.h"
#include "tests/store/same_fields.h"

namespace vsx::store {

// The typed stores over one of the engines. Tests written against it run over both.
template <typename Harness>
class TypedStoreTest : public ::testing::Test {
 protected:
  Engine& engine() { return harness_.engine(); }
  std::unique_ptr<Snapshot> Now() { return engine().TakeSnapshot(); }

  // No byte of any row, key or value, holds `secret`.
  void ExpectNowhere(const std::string& secret) {
    for (const Table table : kAllTables) {
      const Page page = Now()->Scan(table, "", "", kMaxPageRows).value();
      for (const Row& row : page.rows) {
        EXPECT_FALSE(absl::StrContains(row.key, secret) || absl::StrContains(row.value, secret)) << TableName(table);
      }
    }
  }

  // A case of the fixed example, stored; with its data key.
  LoadedCase StoredCase() {
    domain::CaseRecord record = ExampleCaseRecord();
    WriteBatch batch;
    cases_.PutNew(batch, record, cases_.NewKey().value());
    for (const domain::MarkedHandle& handle : record.facts.handles) cases_.PutHandle(batch, record.id, handle.handle);
    EXPECT_TRUE(engine().Commit(batch).ok());
    return cases_.Load(*Now(), record.id).value();
  }

  Harness harness_;
  crypto::SystemRandomSource random_;
  InMemoryCaseKeyVault vault_{random_};
  const crypto::SecretBytes lookup_key_ = crypto::SecretBytes::CopyFrom(std::string(32, 'l'));
  CaseStore cases_{vault_, lookup_key_, random_};
  OutboxStore outbox_{vault_, random_};
  InboxStore inbox_{vault_, lookup_key_, random_};
  AccessNoticeStore access_notices_{vault_, random_};
  const AccessNoticeOutbox access_notice_outbox_{lookup_key_};
};

using BothEngines = ::testing::Types<InMemoryHarness, RocksDbHarness>;

}  // namespace vsx::store

#endif  // VSX_TESTS_STORE_TYPED_STORE_HARNESS_H_
