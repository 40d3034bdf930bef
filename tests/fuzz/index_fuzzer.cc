#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "crypto/aead.h"
#include "crypto/index_entry.h"
#include "crypto/index_record.h"
#include "tests/support/story_random_source.h"

namespace {

using vsx::crypto::IndexEntryKeys;
using vsx::crypto::IndexRecordKey;
using vsx::crypto::SecretBytes;

constexpr std::string_view kContext = "context";
constexpr uint8_t kNumber = 2;
constexpr size_t kEntryPlaintextSize = 81;
constexpr size_t kRecordPlaintextSize = 4040;

IndexEntryKeys EntryKeys() {
  return IndexEntryKeys(vsx::crypto::PrfOutput(vsx::crypto::WipedBytes<64>::CopyFrom(std::string(64, 'f'))));
}

IndexRecordKey RecordKey() { return IndexRecordKey(vsx::crypto::WipedBytes<32>::CopyFrom(std::string(32, 'r'))); }

// Nobody sealed these bytes, so nothing opens, except what is sealed below, which the fuzzer cannot guess.
void OpenForged(std::string_view bytes) {
  if (vsx::crypto::OpenIndexEntry(EntryKeys(), kNumber, kContext, bytes).ok()) std::abort();
  if (vsx::crypto::OpenIndexRecord(RecordKey(), kContext, bytes).ok()) std::abort();
}

// What a hostile issuer sealed: an entry that opens is the one and only encoding of what it says.
void OpenHostileEntry(std::string plaintext) {
  plaintext.resize(kEntryPlaintextSize, '\0');
  const IndexEntryKeys keys = EntryKeys();
  const std::string tag = keys.Tag(kNumber);
  vsx::test::StoryRandomSource random("nonce");
  const std::string entry = tag + vsx::crypto::AeadEncrypt(SecretBytes::CopyFrom(keys.Key(kNumber).ExposeSecret()),
                                                           std::string(kContext) + tag, plaintext, random);
  const auto content = vsx::crypto::OpenIndexEntry(keys, kNumber, kContext, entry);
  if (!content.ok()) return;
  random.Begin("");
  if (vsx::crypto::SealIndexEntry(keys, kNumber, kContext, *content, random).value() != entry) std::abort();
}

void OpenHostileRecord(std::string plaintext) {
  plaintext.resize(kRecordPlaintextSize, '\0');
  const std::string id(16, 'i');
  vsx::test::StoryRandomSource random("nonce");
  const std::string record = id + vsx::crypto::AeadEncrypt(SecretBytes::CopyFrom(RecordKey().ExposeSecret()),
                                                           std::string(kContext) + id, plaintext, random);
  const auto message = vsx::crypto::OpenIndexRecord(RecordKey(), kContext, record);
  if (!message.ok()) return;
  random.Begin("");
  if (vsx::crypto::SealIndexRecord(RecordKey(), kContext, id, *message, random).value() != record) std::abort();
}

}  // namespace

// Entries and records of an index from a hostile issuer, sealed and as they come.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  OpenForged(bytes);
  OpenHostileEntry(std::string(bytes));
  OpenHostileRecord(std::string(bytes));
  return 0;
}
