#ifndef VSX_TESTS_SERVICE_FORGED_INDEX_H_
#define VSX_TESTS_SERVICE_FORGED_INDEX_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/index_entry.h"
#include "crypto/prf_key.h"
#include "node/domain/handle.h"
#include "node/statement/index_header.h"
#include "tests/support/blind_federation.h"

namespace vsx::test {

// The key under which `name` was built: its issuer's, as long as the epoch lasts.
crypto::PrfPrivateKey KeyOfIndex(BlindFederation& federation, const domain::IndexName& name);

// An index as a lying or broken issuer could make it: the honest one, which the recipient has on its shelf, taken apart
// to be bent, and signed again with the issuer's own key. What it was told to do wrong is all that is wrong with it.
class ForgedIndex {
 public:
  ForgedIndex(BlindFederation& federation, const domain::IndexName& name);

  std::vector<std::string> records;
  std::vector<std::string> entries;
  statement::IndexHeader header;

  const crypto::PrfPrivateKey& key() const { return key_; }
  std::string context() const { return domain::IndexContext(name_); }
  crypto::RandomSource& random() { return random_; }
  crypto::IndexEntryKeys KeysOf(const domain::Handle& handle) const;

  // What the honest index holds for the handle; ends the process if there is nothing.
  std::string& EntryOf(const domain::Handle& handle, uint8_t j = 0);
  crypto::IndexEntryContent Open(const domain::Handle& handle, uint8_t j = 0);
  std::string& RecordOf(const domain::Handle& handle);
  std::string MessageOf(const domain::Handle& handle);  // of its record

  // The same entry with other content, or with a plaintext of 81 bytes that no builder would seal.
  void Reseal(const domain::Handle& handle, const crypto::IndexEntryContent& content);
  void ResealPlaintext(const domain::Handle& handle, std::string_view plaintext);
  // The same record, under its key, with another message or a plaintext of 4,040 bytes.
  void ResealRecord(const domain::Handle& handle, std::string_view message);
  void ResealRecordPlaintext(const domain::Handle& handle, std::string_view plaintext);

  void Sort();
  std::string File() const;

  // From now on the issuer hands out this header, these hashes and these chunks, whatever it is asked for. The header
  // gets the root of the file as it is now.
  void Serve();
  // With what else the hand that serves it may do wrong.
  void Serve(std::string header_envelope);
  std::string SignedHeader();  // by the issuer's operations key
  std::string HeaderSignedBy(std::string_view party, crypto::KeyRole role);

 private:
  BlindFederation& federation_;
  const domain::IndexName name_;
  const crypto::PrfPrivateKey key_;
  StoryRandomSource random_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_SERVICE_FORGED_INDEX_H_
