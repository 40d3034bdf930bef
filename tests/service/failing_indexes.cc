// What a Party can publish that is no index of its epoch, its class and its recipient, whole and in order.

#include <algorithm>
#include <memory>
#include <utility>

#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "tests/service/clearance_failures.h"

namespace vsx::test {
namespace {

using absl::StatusCode;
using domain::Purpose;

// With an index that never gets onto the shelf.
Failure PublishesWhatIsRefused(std::string name, std::function<void(ClearanceWorld&, const domain::IndexName&)> bend) {
  return {std::move(name), "INDEX_MISSING", [bend](ClearanceWorld& world, const std::string& party, Purpose cls) {
            bend(world, world.Name(party, cls));
            EXPECT_FALSE(world.FetchAnew(world.Name(party, cls)).ok()) << "it must be refused";
          }};
}

Failure Forges(std::string name, std::function<void(ForgedIndex&)> bend) {
  return PublishesWhatIsRefused(std::move(name), [bend](ClearanceWorld& world, const domain::IndexName& index) {
    ForgedIndex forged(world.federation(), index);
    bend(forged);
    forged.Serve();
  });
}

Failure BendsHashes(std::string name, std::function<void(std::vector<std::string>&)> bend) {
  return PublishesWhatIsRefused(std::move(name), [bend](ClearanceWorld& world, const domain::IndexName& index) {
    world.link().bend_hashes[index.issuer] = bend;
  });
}

Failure BendsChunks(std::string name, std::function<absl::Status(uint32_t, std::string&)> bend) {
  return PublishesWhatIsRefused(std::move(name), [bend](ClearanceWorld& world, const domain::IndexName& index) {
    world.link().bend_chunk[index.issuer] = bend;
  });
}

Failure BendsHeader(std::string name, std::function<void(absl::StatusOr<service::PublishedHeader>&)> bend) {
  return PublishesWhatIsRefused(std::move(name), [bend](ClearanceWorld& world, const domain::IndexName& index) {
    world.link().bend_header[index.issuer] = bend;
  });
}

// The header of another index, which its issuer really signed.
Failure GivesHeaderOf(std::string name, std::function<void(ClearanceWorld&, domain::IndexName&)> other) {
  return PublishesWhatIsRefused(std::move(name), [other](ClearanceWorld& world, const domain::IndexName& index) {
    domain::IndexName named = index;
    other(world, named);
    const service::IndexParts& parts = world.federation().blind(named.issuer.value()).parts();
    const auto header = parts.catalogue.FindPublished(*parts.engine.TakeSnapshot(), named);
    ASSERT_TRUE(header.ok() && header->has_value());
    world.link().bend_header[index.issuer] = [bytes = (*header)->envelope](auto& published) {
      published->envelope = bytes;
    };
  });
}

// A header that its issuer signed, about something else.
Failure SignsHeaderThat(std::string name, std::function<void(ForgedIndex&)> bend) {
  return PublishesWhatIsRefused(std::move(name), [bend](ClearanceWorld& world, const domain::IndexName& index) {
    ForgedIndex forged(world.federation(), index);
    forged.Serve();
    bend(forged);
    forged.Serve(forged.SignedHeader());
  });
}

// The right header, signed by a key that may not.
Failure SignsWith(std::string name, std::function<std::string(ForgedIndex&)> sign) {
  return PublishesWhatIsRefused(std::move(name), [sign](ClearanceWorld& world, const domain::IndexName& index) {
    ForgedIndex forged(world.federation(), index);
    forged.Serve();
    forged.Serve(sign(forged));
  });
}

}  // namespace

std::vector<Failure> RefusedHeaders() {
  return {
      BendsHeader("has no header yet",
                  [](auto& header) {
                    header = domain::Error(StatusCode::kNotFound, "INDEX_NOT_PUBLISHED", "epoch", "not yet");
                  }),
      BendsHeader("gives no header", [](auto& header) { header = absl::UnavailableError("reset"); }),
      BendsHeader("gives an empty header", [](auto& header) { header->envelope.clear(); }),
      BendsHeader("bends the header's signature", [](auto& header) { header->envelope.back() ^= 1; }),
      BendsHeader("bends the header", [](auto& header) { header->envelope[header->envelope.size() / 2] ^= 1; }),
      GivesHeaderOf("gives the header for another recipient",
                    [](ClearanceWorld&, domain::IndexName& name) {
                      name.recipient = Party(ClearanceWorld::OtherThan(name.issuer.value()));
                    }),
      GivesHeaderOf("gives the header of another class",
                    [](ClearanceWorld&, domain::IndexName& name) { name = Elsewhere(name); }),
      GivesHeaderOf("gives another Party's header",
                    [](ClearanceWorld&, domain::IndexName& name) {
                      name.issuer = Party(ClearanceWorld::OtherThan(name.issuer.value()));
                    }),
      SignsHeaderThat("signs a header of the last epoch",
                      [](ForgedIndex& forged) {
                        forged.header.name.epoch = forged.header.name.epoch.Previous();
                        forged.header.cut_off.seconds -= 3'600;
                      }),
      SignsHeaderThat("signs a header of the next epoch",
                      [](ForgedIndex& forged) {
                        forged.header.name.epoch = forged.header.name.epoch.Next();
                        forged.header.cut_off.seconds += 3'600;
                      }),
      SignsHeaderThat("signs a header of longer epochs",
                      [](ForgedIndex& forged) {
                        // The same number, counted in epochs of another length.
                        forged.header.epoch_seconds = 7'200;
                        forged.header.cut_off.seconds = static_cast<int64_t>(forged.header.name.epoch.number()) * 7'200;
                      }),
      SignsHeaderThat("signs in another Party's name",
                      [](ForgedIndex& forged) {
                        forged.header.name.issuer = Party(ClearanceWorld::OtherThan(forged.header.name.issuer.value()));
                      }),
      SignsHeaderThat("names the identity as its key",
                      [](ForgedIndex& forged) { forged.header.prf_public_key.assign(32, '\0'); }),
      SignsHeaderThat("names no element as its key",
                      [](ForgedIndex& forged) { forged.header.prf_public_key.assign(32, '\xff'); }),
      SignsHeaderThat("names another capacity", [](ForgedIndex& forged) { forged.header.capacity_step = 1; }),
      SignsWith("signs the header with its attestation key",
                [](ForgedIndex& forged) {
                  return forged.HeaderSignedBy(forged.header.name.issuer.value(), crypto::KeyRole::kAttestation);
                }),
      SignsWith("lets another Party sign",
                [](ForgedIndex& forged) {
                  return forged.HeaderSignedBy(ClearanceWorld::OtherThan(forged.header.name.issuer.value()),
                                               crypto::KeyRole::kOperations);
                }),
      SignsHeaderThat("names another root", [](ForgedIndex& forged) { forged.header.chunk_root[31] ^= 1; }),
  };
}

std::vector<Failure> RefusedFiles() {
  return {
      BendsHashes("bends a hash", [](auto& hashes) { hashes[40][0] ^= 1; }),
      BendsHashes("swaps hashes", [](auto& hashes) { hashes[0].swap(hashes[1]); }),
      BendsHashes("leaves the last hash out", [](auto& hashes) { hashes.pop_back(); }),
      BendsHashes("adds a hash", [](auto& hashes) { hashes.push_back(hashes.back()); }),
      BendsHashes("cuts a hash", [](auto& hashes) { hashes[7].pop_back(); }),
      BendsHashes("gives no hashes", [](auto& hashes) { hashes.clear(); }),
      BendsChunks("bends the first chunk",
                  [](uint32_t number, std::string& chunk) {
                    if (number == 0) chunk[100] ^= 1;
                    return absl::OkStatus();
                  }),
      BendsChunks("bends the last chunk",
                  [](uint32_t number, std::string& chunk) {
                    if (number == 81) chunk.back() ^= 1;
                    return absl::OkStatus();
                  }),
      BendsChunks("cuts a chunk",
                  [](uint32_t number, std::string& chunk) {
                    if (number == 81) chunk.pop_back();
                    return absl::OkStatus();
                  }),
      BendsChunks("empties a chunk",
                  [](uint32_t number, std::string& chunk) {
                    if (number == 50) chunk.clear();
                    return absl::OkStatus();
                  }),
      BendsChunks("repeats a chunk",
                  [last = std::string()](uint32_t number, std::string& chunk) mutable {
                    if (number == 9) chunk = last;
                    last = chunk;
                    return absl::OkStatus();
                  }),
      BendsChunks("breaks off",
                  [](uint32_t number, std::string&) {
                    return number == 60 ? absl::UnavailableError("reset") : absl::OkStatus();
                  }),
      PublishesWhatIsRefused("publishes one half of one index and one of another",
                             [](ClearanceWorld& world, const domain::IndexName& name) {
                               ForgedIndex one(world.federation(), name);
                               const ForgedIndex other(world.federation(), Elsewhere(name));
                               one.Serve();
                               auto file = std::make_shared<const std::string>(other.File());
                               auto honest = world.link().bend_chunk[name.issuer];
                               world.link().bend_chunk[name.issuer] = [=](uint32_t number, std::string& chunk) {
                                 if (number < 40) return honest(number, chunk);
                                 chunk = file->substr(number * domain::kIndexChunkSize, domain::kIndexChunkSize);
                                 return absl::OkStatus();
                               };
                             }),
      Forges("publishes entries out of order", [](ForgedIndex& index) { index.entries[5].swap(index.entries[6]); }),
      Forges("publishes records out of order", [](ForgedIndex& index) { index.records[5].swap(index.records[6]); }),
      Forges(
          "publishes its last entry first",
          [](ForgedIndex& index) { std::rotate(index.entries.begin(), index.entries.end() - 1, index.entries.end()); }),
      Forges("publishes a tag twice",
             [](ForgedIndex& index) { index.entries[5].replace(0, 16, index.entries[6], 0, 16); }),
      Forges("publishes an id twice",
             [](ForgedIndex& index) { index.records[5].replace(0, 16, index.records[6], 0, 16); }),
      Forges("publishes an entry too few", [](ForgedIndex& index) { index.entries.pop_back(); }),
      Forges("publishes an entry too many",
             [](ForgedIndex& index) { index.entries.push_back(std::string(137, '\xff')); }),
      Forges("publishes nothing", [](ForgedIndex& index) { index.entries.resize(1), index.records.clear(); }),
  };
}

std::vector<Failure> TakenIndexes() {
  const auto fetch = [](ClearanceWorld& world, const std::string& party, Purpose cls, auto bend) {
    ForgedIndex forged(world.federation(), world.Name(party, cls));
    bend(forged);
    forged.Serve();
    const absl::Status fetched = world.FetchAnew(world.Name(party, cls));
    EXPECT_TRUE(fetched.ok()) << fetched;
  };
  return {
      {"names another key in the header", "PROOF_INVALID",
       [fetch](ClearanceWorld& world, const std::string& party, Purpose cls) {
         const domain::IndexName other = Elsewhere(world.Name(party, cls));
         fetch(world, party, cls, [&](ForgedIndex& forged) {
           forged.header.prf_public_key = KeyOfIndex(world.federation(), other).public_key().bytes();
         });
       }},
      {.name = "says that its index is not complete",
       .reason = "INDEX_INCOMPLETE",
       .plant =
           [fetch](ClearanceWorld& world, const std::string& party, Purpose cls) {
             fetch(world, party, cls, [](ForgedIndex& forged) { forged.header.complete = false; });
           },
       .what_is_there_is_found = true,
       .undoes_earlier_answers = true},
      {.name = "is not fetched",
       .reason = "INDEX_MISSING",
       .plant = [](ClearanceWorld& world, const std::string& party,
                   Purpose cls) { world.TakeAway(world.Name(party, cls)); },
       .undoes_earlier_answers = true},
  };
}

}  // namespace vsx::test
