#include "tests/service/forged_index.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "crypto/aead.h"
#include "crypto/blind_prf.h"
#include "crypto/encoding.h"
#include "crypto/index_record.h"
#include "crypto/init.h"
#include "crypto/merkle_tree.h"
#include "node/service/index_key.h"

namespace vsx::test {
namespace {

std::string& RowOf(std::vector<std::string>& rows, std::string_view key) {
  const auto row =
      std::find_if(rows.begin(), rows.end(), [key](const std::string& one) { return one.starts_with(key); });
  crypto::Require(row != rows.end(), "the index holds what is to be bent");
  return *row;
}

std::shared_ptr<const service::ShelvedIndex> Honest(BlindFederation& federation, const domain::IndexName& name) {
  auto honest = federation.blind(name.recipient.value()).shelf().Find(name);
  crypto::Require(honest != nullptr, "the honest index is there");
  return honest;
}

}  // namespace

crypto::PrfPrivateKey KeyOfIndex(BlindFederation& federation, const domain::IndexName& name) {
  const crypto::SecretBytes seed = federation.blind(name.issuer.value()).seeds().Read(name.epoch).value();
  return service::IndexKey(seed, name).value();
}

ForgedIndex::ForgedIndex(BlindFederation& federation, const domain::IndexName& name)
    : header(Honest(federation, name)->header),
      federation_(federation),
      name_(name),
      key_(KeyOfIndex(federation, name)),
      random_("forged index") {
  const auto honest = Honest(federation, name);
  const domain::IndexGeometry& geometry = honest->file->geometry();
  records.reserve(geometry.record_count());
  entries.reserve(geometry.entry_count());
  for (size_t i = 0; i < geometry.record_count(); ++i) records.emplace_back(honest->file->Record(i));
  for (size_t i = 0; i < geometry.entry_count(); ++i) entries.emplace_back(honest->file->Entry(i));
}

crypto::IndexEntryKeys ForgedIndex::KeysOf(const domain::Handle& handle) const {
  return crypto::IndexEntryKeys(crypto::Evaluate(key_, handle.canonical()).value());
}

std::string& ForgedIndex::EntryOf(const domain::Handle& handle, uint8_t j) {
  return RowOf(entries, KeysOf(handle).Tag(j));
}

crypto::IndexEntryContent ForgedIndex::Open(const domain::Handle& handle, uint8_t j) {
  return crypto::OpenIndexEntry(KeysOf(handle), j, context(), EntryOf(handle, j)).value();
}

std::string& ForgedIndex::RecordOf(const domain::Handle& handle) { return RowOf(records, Open(handle).record_id); }

std::string ForgedIndex::MessageOf(const domain::Handle& handle) {
  return crypto::OpenIndexRecord(Open(handle).record_key, context(), RecordOf(handle)).value();
}

void ForgedIndex::Reseal(const domain::Handle& handle, const crypto::IndexEntryContent& content) {
  EntryOf(handle) = crypto::SealIndexEntry(KeysOf(handle), 0, context(), content, random_).value();
}

void ForgedIndex::ResealPlaintext(const domain::Handle& handle, std::string_view plaintext) {
  const crypto::IndexEntryKeys keys = KeysOf(handle);
  const std::string tag = keys.Tag(0);
  EntryOf(handle) = tag + crypto::AeadEncrypt(crypto::SecretBytes::CopyFrom(keys.Key(0).ExposeSecret()),
                                              context() + tag, plaintext, random_);
}

void ForgedIndex::ResealRecord(const domain::Handle& handle, std::string_view message) {
  const crypto::IndexEntryContent content = Open(handle);
  RecordOf(handle) =
      crypto::SealIndexRecord(content.record_key, context(), content.record_id, message, random_).value();
}

void ForgedIndex::ResealRecordPlaintext(const domain::Handle& handle, std::string_view plaintext) {
  const crypto::IndexEntryContent content = Open(handle);
  RecordOf(handle) =
      content.record_id + crypto::AeadEncrypt(crypto::SecretBytes::CopyFrom(content.record_key.ExposeSecret()),
                                              context() + content.record_id, plaintext, random_);
}

void ForgedIndex::Sort() {
  std::sort(records.begin(), records.end());
  std::sort(entries.begin(), entries.end());
}

std::string ForgedIndex::File() const {
  std::string file;
  file.reserve(domain::IndexGeometry::OfStep(header.capacity_step).value().file_size());
  for (const std::string& record : records) file += record;
  for (const std::string& entry : entries) file += entry;
  return file;
}

std::string ForgedIndex::SignedHeader() { return HeaderSignedBy(name_.issuer.value(), crypto::KeyRole::kOperations); }

std::string ForgedIndex::HeaderSignedBy(std::string_view party, crypto::KeyRole role) {
  const crypto::Keystore& keystore = federation_.base().node(party).keystore();
  return statement::SignIndexHeader(header, **keystore.signer(role)).value().envelope;
}

void ForgedIndex::Serve() { Serve(""); }

void ForgedIndex::Serve(std::string header_envelope) {
  const auto file = std::make_shared<const std::string>(File());
  std::vector<std::string> hashes;
  for (size_t at = 0; at < file->size(); at += domain::kIndexChunkSize) {
    hashes.push_back(crypto::MerkleLeafHash(std::string_view(*file).substr(at, domain::kIndexChunkSize)));
  }
  header.chunk_root = crypto::MerkleRoot(hashes);
  const std::string envelope = header_envelope.empty() ? SignedHeader() : std::move(header_envelope);
  InProcessIndexLink& link = federation_.index_link();
  link.bend_header[name_.issuer] = [envelope](absl::StatusOr<service::PublishedHeader>& published) {
    if (published.ok()) published->envelope = envelope;
  };
  link.bend_hashes[name_.issuer] = [hashes](std::vector<std::string>& given) { given = hashes; };
  link.bend_chunk[name_.issuer] = [file](uint32_t number, std::string& chunk) {
    chunk = file->substr(number * domain::kIndexChunkSize, domain::kIndexChunkSize);
    return absl::OkStatus();
  };
}

}  // namespace vsx::test
