#include "tests/service/repeatable_sodium.h"

#include <sodium.h>

#include <cstring>

#include "crypto/init.h"
#include "tests/support/story_random_source.h"

namespace vsx::test {
namespace {

StoryRandomSource& Source() {
  static auto* const source = new StoryRandomSource("sodium");
  return *source;
}

void Fill(void* const out, const size_t size) { Source().Fill(absl::MakeSpan(static_cast<uint8_t*>(out), size)); }
uint32_t Word() {
  uint32_t word = 0;
  Fill(&word, sizeof(word));
  return word;
}
const char* Name() { return "repeatable"; }

randombytes_implementation* Repeatable() {
  static randombytes_implementation implementation = [] {
    randombytes_implementation made{};
    made.implementation_name = Name;
    made.random = Word;
    made.buf = Fill;
    return made;
  }();
  return &implementation;
}

}  // namespace

RepeatableSodium::RepeatableSodium() {
  crypto::Require(crypto::InitCrypto().ok(), "libsodium starts");
  randombytes_set_implementation(Repeatable());
  Begin("");
}

RepeatableSodium::~RepeatableSodium() { randombytes_set_implementation(&randombytes_sysrandom_implementation); }

void RepeatableSodium::Begin(const std::string& label) { Source().Begin(label); }

}  // namespace vsx::test
