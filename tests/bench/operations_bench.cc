#include <benchmark/benchmark.h>
#include <sodium.h>

#include <filesystem>
#include <string>

#include "crypto/case_cipher.h"
#include "crypto/encoding.h"
#include "crypto/envelope.h"
#include "crypto/hash.h"
#include "crypto/init.h"
#include "crypto/random_source.h"
#include "crypto/sealed_box.h"
#include "crypto/signer.h"
#include "crypto/signing_key.h"
#include "node/domain/mrz.h"
#include "node/domain/name_normaliser.h"
#include "store/rocksdb_engine.h"

// Single operations beside the raw operation that bounds them. The ratio of two rows of one run is what counts:
// absolute times drift.
namespace vsx {
namespace {

const std::string kMessage(512, 'm');

void BM_FloorEd25519Sign(benchmark::State& state) {
  unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
  unsigned char secret_key[crypto_sign_SECRETKEYBYTES];
  unsigned char signature[crypto_sign_BYTES];
  crypto_sign_keypair(public_key, secret_key);
  for (auto _ : state) {
    crypto_sign_detached(signature, nullptr, reinterpret_cast<const unsigned char*>(kMessage.data()), kMessage.size(),
                         secret_key);
    benchmark::DoNotOptimize(signature);
  }
}
BENCHMARK(BM_FloorEd25519Sign);

void BM_SignEnvelope(benchmark::State& state) {
  const crypto::LocalSigner signer(crypto::SigningKey::Generate());
  for (auto _ : state) benchmark::DoNotOptimize(crypto::SignEnvelope("application/vnd.example", kMessage, signer));
}
BENCHMARK(BM_SignEnvelope);

void BM_FloorEd25519Verify(benchmark::State& state) {
  unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
  unsigned char secret_key[crypto_sign_SECRETKEYBYTES];
  unsigned char signature[crypto_sign_BYTES];
  const auto* message = reinterpret_cast<const unsigned char*>(kMessage.data());
  crypto_sign_keypair(public_key, secret_key);
  crypto_sign_detached(signature, nullptr, message, kMessage.size(), secret_key);
  for (auto _ : state) {
    benchmark::DoNotOptimize(crypto_sign_verify_detached(signature, message, kMessage.size(), public_key));
  }
}
BENCHMARK(BM_FloorEd25519Verify);

void BM_VerifyEnvelope(benchmark::State& state) {
  const crypto::LocalSigner signer(crypto::SigningKey::Generate());
  const crypto::Envelope envelope = *crypto::SignEnvelope("application/vnd.example", kMessage, signer);
  for (auto _ : state) {
    benchmark::DoNotOptimize(crypto::VerifySingle(envelope, "application/vnd.example", signer.verify_key()));
  }
}
BENCHMARK(BM_VerifyEnvelope);

void BM_SealToParty(benchmark::State& state) {
  crypto::SystemRandomSource random;
  const crypto::SealingKeyPair keys = crypto::SealingKeyPair::Generate();
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        crypto::Seal(keys.public_key(), {"THA", "KHM", "notification", "0123456789abcdef"}, kMessage, random));
  }
}
BENCHMARK(BM_SealToParty);

void BM_CaseCipherEncrypt(benchmark::State& state) {
  crypto::SystemRandomSource random;
  const crypto::CaseCipher cipher(crypto::SecretBytes::Random(32));
  for (auto _ : state) benchmark::DoNotOptimize(cipher.Encrypt("place", kMessage, random));
}
BENCHMARK(BM_CaseCipherEncrypt);

void BM_NameKey(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(domain::NameKey::FromName("Nguyễn Thị Mẫu"));
}
BENCHMARK(BM_NameKey);

void BM_ParseMrz(benchmark::State& state) {
  const std::vector<std::string> lines = {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                                          "L898902C36UTO7408122F1204159ZE184226B<<<<<10"};
  for (auto _ : state) benchmark::DoNotOptimize(domain::ParseMrz(lines));
}
BENCHMARK(BM_ParseMrz);

// One synced put through the group commit, from 1, 8 and 32 threads.
class CommitBench : public benchmark::Fixture {
 public:
  void SetUp(const benchmark::State& state) override {
    if (state.thread_index() != 0) return;
    folder_ = std::filesystem::temp_directory_path() / ("vsx-bench-" + crypto::ToHex(random_.Bytes(8)));
    engine_ = *store::RocksDbEngine::Open(
        folder_.string(), {.party = *domain::PartyCode::Create("THA"), .keystore_id = std::string(16, 'k')}, random_);
  }
  void TearDown(const benchmark::State& state) override {
    if (state.thread_index() != 0) return;
    engine_.reset();
    std::filesystem::remove_all(folder_);
  }

 protected:
  crypto::SystemRandomSource random_;
  std::filesystem::path folder_;
  std::unique_ptr<store::RocksDbEngine> engine_;
};

BENCHMARK_DEFINE_F(CommitBench, SyncedPut)(benchmark::State& state) {
  for (auto _ : state) {
    store::WriteBatch batch;
    batch.Put(store::Table::kCase, random_.Bytes(16), kMessage);
    if (!engine_->Commit(batch).ok()) state.SkipWithError("the commit failed");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_REGISTER_F(CommitBench, SyncedPut)->Threads(1)->Threads(8)->Threads(32)->UseRealTime();

}  // namespace
}  // namespace vsx
