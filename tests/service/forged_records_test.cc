// A tag that is there and leads to nothing that verifies is never absence (protocol §4, Match): real indexes in which
// one entry or one record is not what its issuer should have made of it, for every Party and class. Who is meant gets
// INCOMPLETE and the Party is named; a match beside it is HOLD; everybody else is answered for as if nothing were
// wrong.

#include <functional>

#include "crypto/index_record.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/statement/envelope_codec.h"
#include "node/statement/index_record.h"
#include "node/statement/sign_statement.h"
#include "tests/service/clearance_fixture.h"
#include "vsx/v1/statement.pb.h"

namespace vsx::test {
namespace {

using crypto::KeyRole;
using domain::CheckOutcome;
using domain::ConsultationStatus;
using domain::Handle;
using domain::Purpose;

struct Forgery {
  std::string name;
  std::function<void(ForgedIndex&, const Handle&, ClearanceWorld&)> forge;
};

// --- entries ---

Forgery BendsEntry(std::string name, size_t at) {
  return {std::move(name), [at](ForgedIndex& index, const Handle& handle, auto&) { index.EntryOf(handle)[at] ^= 1; }};
}

Forgery SealsEntry(std::string name, std::function<void(crypto::IndexEntryContent&, ForgedIndex&)> bend) {
  return {std::move(name), [bend](ForgedIndex& index, const Handle& handle, auto&) {
            crypto::IndexEntryContent content = index.Open(handle);
            bend(content, index);
            index.Reseal(handle, content);
          }};
}

Forgery SetsSlotBit(int bit) {
  return {"sets bit " + std::to_string(bit) + " of the slot", [bit](ForgedIndex& index, const Handle& handle, auto&) {
            const crypto::IndexEntryContent content = index.Open(handle);
            const auto slot = static_cast<uint8_t>(content.slot | content.mark << 7 | 1 << bit);
            index.ResealPlaintext(handle, content.record_id + std::string(content.record_key.ExposeSecret()) +
                                              static_cast<char>(slot) + content.handle_salt);
          }};
}

// Sealed as an entry of the index that `bend` makes of this one's name.
Forgery SealsEntryFor(std::string name, std::function<void(domain::IndexName&)> bend) {
  return {std::move(name), [bend](ForgedIndex& index, const Handle& handle, auto&) {
            domain::IndexName other = index.header.name;
            bend(other);
            index.EntryOf(handle) = crypto::SealIndexEntry(index.KeysOf(handle), 0, domain::IndexContext(other),
                                                           index.Open(handle), index.random())
                                        .value();
          }};
}

std::vector<Forgery> ForgedEntries() {
  std::vector<Forgery> forgeries = {
      BendsEntry("bends the nonce", 16),
      BendsEntry("bends the ciphertext", 16 + 24),
      BendsEntry("bends the ciphertext's end", 16 + 24 + 80),
      BendsEntry("bends the authentication tag", 136),
      SealsEntry("names a record that is not there", [](auto& content, auto&) { content.record_id[3] ^= 1; }),
      SealsEntry("names another record",
                 [](auto& content, ForgedIndex& index) { content.record_id = index.records[512].substr(0, 16); }),
      SealsEntry("gives another record key",
                 [](auto& content, ForgedIndex& index) {
                   content.record_key = crypto::IndexRecordKey::Generate(index.random());
                 }),
      SealsEntry("names another slot",
                 [](auto& content, auto&) { content.slot = static_cast<uint8_t>((content.slot + 1) % 8); }),
      SealsEntry("turns the mark around",
                 [](auto& content, auto&) { content.mark = static_cast<uint8_t>(1 - content.mark); }),
      SealsEntry("gives another salt", [](auto& content, auto&) { content.handle_salt[31] ^= 1; }),
      {"seals with the key of another j",
       [](ForgedIndex& index, const Handle& handle, auto&) {
         const crypto::IndexEntryKeys keys = index.KeysOf(handle);
         const std::string sealed =
             crypto::SealIndexEntry(keys, 1, index.context(), index.Open(handle), index.random()).value();
         index.EntryOf(handle) = keys.Tag(0) + sealed.substr(16);
       }},
      SealsEntryFor("seals for another recipient", [](auto& name) { name.recipient = Party("QQZ"); }),
      SealsEntryFor("seals for another issuer", [](auto& name) { name.issuer = Party("QQZ"); }),
      SealsEntryFor("seals for the last epoch", [](auto& name) { name.epoch = name.epoch.Previous(); }),
      SealsEntryFor("seals for another class",
                    [](auto& name) {
                      name.cls = name.cls == Purpose::kPresented ? Purpose::kProtectiveCheck : Purpose::kPresented;
                    }),
  };
  for (int bit = 3; bit <= 6; ++bit) forgeries.push_back(SetsSlotBit(bit));
  return forgeries;
}

// --- records ---

Forgery BendsRecord(std::string name, size_t at) {
  return {std::move(name), [at](ForgedIndex& index, const Handle& handle, auto&) { index.RecordOf(handle)[at] ^= 1; }};
}

Forgery SealsRecord(std::string name, std::function<std::string(std::string message)> bend) {
  return {std::move(name), [bend](ForgedIndex& index, const Handle& handle, auto&) {
            index.ResealRecord(handle, bend(index.MessageOf(handle)));
          }};
}

std::string Padded(std::string message) {
  std::string plaintext(4, '\0');
  plaintext[2] = static_cast<char>(message.size() >> 8U);
  plaintext[3] = static_cast<char>(message.size() & 0xffU);
  plaintext += message;
  plaintext.resize(4'040, '\0');
  return plaintext;
}

Forgery PadsRecord(std::string name, std::function<void(std::string& plaintext)> bend) {
  return {std::move(name), [bend](ForgedIndex& index, const Handle& handle, auto&) {
            std::string plaintext = Padded(index.MessageOf(handle));
            bend(plaintext);
            index.ResealRecordPlaintext(handle, plaintext);
          }};
}

std::vector<Forgery> ForgedRecords() {
  return {
      BendsRecord("bends a record's nonce", 16),
      BendsRecord("bends a record", 2'000),
      BendsRecord("bends a record's end", 4'095),
      {"seals a record for another index",
       [](ForgedIndex& index, const Handle& handle, auto&) {
         const crypto::IndexEntryContent content = index.Open(handle);
         domain::IndexName other = index.header.name;
         other.epoch = other.epoch.Next();
         index.RecordOf(handle) = crypto::SealIndexRecord(content.record_key, domain::IndexContext(other),
                                                          content.record_id, index.MessageOf(handle), index.random())
                                      .value();
       }},
      PadsRecord("pads with something", [](std::string& plaintext) { plaintext.back() = 1; }),
      PadsRecord("says that the message is longer than it can be", [](std::string& plaintext) { plaintext[0] = 1; }),
      PadsRecord("says that the message is one byte too long",
                 [](std::string& plaintext) { plaintext.replace(0, 4, std::string("\x00\x00\x0f\xc5", 4)); }),
      PadsRecord("says that the message is shorter than it is", [](std::string& plaintext) { --plaintext[3]; }),
      PadsRecord("says that there is no message", [](std::string& plaintext) { plaintext[2] = plaintext[3] = 0; }),
      SealsRecord("fills a record with nothing", [](const std::string&) { return std::string(); }),
      SealsRecord("fills a record with something", [](const std::string&) { return std::string(300, 'x'); }),
      SealsRecord("cuts the message", [](std::string message) { return message.substr(0, message.size() / 2); }),
  };
}

// --- copies ---

// Puts another copy into the record: whatever `make` gives for the one that is there.
using MakeCopy = std::function<std::string(std::string envelope, const std::string& issuer, ClearanceWorld&)>;

Forgery PutsCopy(std::string name, MakeCopy make) {
  return {std::move(name), [make](ForgedIndex& index, const Handle& handle, ClearanceWorld& world) {
            const auto record = statement::DecodeIndexRecord(index.MessageOf(handle)).value();
            const std::string copy = make(record.copy_envelope, index.header.name.issuer.value(), world);
            index.ResealRecord(handle, statement::EncodeIndexRecord({copy}));
          }};
}

std::string SignedBy(ClearanceWorld& world, const std::string& party, KeyRole role, const std::string& payload) {
  const crypto::Keystore& keystore = world.base().node(party).keystore();
  return statement::SignStatement(statement::StatementType::kAttestationCopy, payload, **keystore.signer(role))
      .value()
      .envelope;
}

std::string PayloadOf(const std::string& envelope) {
  return statement::DecodeEnvelope(envelope, statement::kMaxCopyEnvelopeBytes).value().payload;
}

// A copy that its issuer really signs, about something else.
Forgery SignsCopy(std::string name, std::function<void(v1::AttestationCopy&)> bend) {
  return PutsCopy(std::move(name), [bend](const std::string& envelope, const std::string& issuer, auto& world) {
    v1::AttestationCopy copy;
    EXPECT_TRUE(copy.ParseFromString(PayloadOf(envelope)));
    bend(copy);
    return SignedBy(world, issuer, KeyRole::kAttestation, copy.SerializeAsString());
  });
}

std::vector<Forgery> ForgedCopies() {
  return {
      SignsCopy("puts in a copy for another recipient", [](auto& copy) { copy.set_recipient("QQZ"); }),
      SignsCopy("puts in a copy in another Party's name", [](auto& copy) { copy.set_issuer("QQZ"); }),
      SignsCopy("puts in a copy for another purpose",
                [](auto& copy) {
                  copy.set_purpose(copy.purpose() == v1::PURPOSE_PRESENTED ? v1::PURPOSE_PROTECTIVE_CHECK
                                                                           : v1::PURPOSE_PRESENTED);
                }),
      SignsCopy("puts in a copy for the sister purpose of the same handles",
                [](auto& copy) {
                  copy.set_purpose(copy.purpose() == v1::PURPOSE_PROTECTIVE_CHECK ? v1::PURPOSE_CONSULAR_ASSISTANCE
                                                                                  : v1::PURPOSE_PROTECTIVE_CHECK);
                }),
      SignsCopy("puts in a copy for no purpose", [](auto& copy) { copy.set_purpose(v1::PURPOSE_UNSPECIFIED); }),
      SignsCopy("puts in a copy for a purpose that nobody knows",
                [](auto& copy) { copy.set_purpose(static_cast<v1::Purpose>(99)); }),
      SignsCopy("puts in a copy of another version", [](auto& copy) { copy.set_version(2); }),
      SignsCopy("puts in a copy with a commitment too few",
                [](auto& copy) { copy.mutable_handle_commitments()->RemoveLast(); }),
      SignsCopy("puts in a copy with other commitments",
                [](auto& copy) {
                  for (std::string& one : *copy.mutable_handle_commitments()) one[0] ^= 1;
                }),
      SignsCopy("puts in a copy with another id", [](auto& copy) { (*copy.mutable_copy_id())[0] ^= 1; }),
      PutsCopy("puts in a copy signed in another role",
               [](const std::string& envelope, const std::string& issuer, auto& world) {
                 return SignedBy(world, issuer, KeyRole::kOperations, PayloadOf(envelope));
               }),
      PutsCopy("puts in a copy signed by another Party",
               [](const std::string& envelope, const std::string& issuer, auto& world) {
                 return SignedBy(world, ClearanceWorld::OtherThan(issuer), KeyRole::kAttestation, PayloadOf(envelope));
               }),
      PutsCopy("puts in a copy with a bent signature",
               [](const std::string& envelope, const std::string&, auto&) {
                 crypto::Envelope bent = statement::DecodeEnvelope(envelope, 2'048).value();
                 bent.signatures.at(0).signature[5] ^= 1;
                 return statement::EncodeEnvelope(bent);
               }),
      PutsCopy("puts in a copy with two signatures",
               [](const std::string& envelope, const std::string&, auto&) {
                 crypto::Envelope bent = statement::DecodeEnvelope(envelope, 2'048).value();
                 bent.signatures.push_back(bent.signatures.at(0));
                 return statement::EncodeEnvelope(bent);
               }),
      PutsCopy("puts in a copy without signature",
               [](const std::string& envelope, const std::string&, auto&) {
                 crypto::Envelope bent = statement::DecodeEnvelope(envelope, 2'048).value();
                 bent.signatures.clear();
                 return statement::EncodeEnvelope(bent);
               }),
      PutsCopy("puts in no copy", [](const std::string&, const std::string&, auto&) { return std::string(); }),
      PutsCopy("puts in something", [](const std::string&, const std::string&, auto&) { return std::string(99, 'x'); }),
      PutsCopy("puts in a copy that is too long",
               [](std::string envelope, const std::string&, auto&) {
                 envelope.resize(statement::kMaxCopyEnvelopeBytes + 1, '\0');
                 return envelope;
               }),
  };
}

std::vector<Forgery> AllForgeries() {
  std::vector<Forgery> all = ForgedEntries();
  for (Forgery& one : ForgedRecords()) all.push_back(std::move(one));
  for (Forgery& one : ForgedCopies()) all.push_back(std::move(one));
  // A copy that is in order, of somebody else: nobody is told about another person.
  all.push_back(
      {"leads to another person's record", [](ForgedIndex& index, const Handle& handle, ClearanceWorld& world) {
         const auto& crowd = world.crowd(index.header.name.issuer.value());
         crypto::IndexEntryContent other = index.Open(crowd[0].HandleFor(index.header.name.cls));
         index.Reseal(handle, other);
       }});
  return all;
}

class ForgedRecordsTest : public ClearanceTest, public ::testing::WithParamInterface<std::tuple<const char*, Purpose>> {
 protected:
  // One person for each forgery, and the first, whom nobody wrongs.
  static void SetUpTestSuite() { BeginWorld({.crowd = static_cast<int>(forgeries().size()) + 1}); }

  static const std::vector<Forgery>& forgeries() {
    static const auto* const all = new std::vector<Forgery>(AllForgeries());
    return *all;
  }
  static const KnownPerson& Untouched(const std::string& issuer) { return world().crowd(issuer)[0]; }
  static const KnownPerson& Wronged(size_t i) { return world().crowd(std::get<0>(GetParam()))[i + 1]; }

  // Each forgery is in the index that the Party answers by now.
  static void FetchForged() {
    const auto& [issuer, cls] = GetParam();
    const domain::IndexName name = world().Name(issuer, cls);
    ForgedIndex index(world().federation(), name);
    for (size_t i = 0; i < forgeries().size(); ++i) forgeries()[i].forge(index, Wronged(i).HandleFor(cls), world());
    index.Sort();
    index.Serve();
    const absl::Status fetched = world().FetchAnew(name);
    ASSERT_TRUE(fetched.ok()) << fetched << ": what is wrong in it can be seen by nobody who does not ask";
  }

  static void ExpectMatchesBesideCount(const AskedPerson& wronged) {
    SCOPED_TRACE(wronged.who);
    const auto& [issuer, cls] = GetParam();
    const auto ask_beside = [&, cls = cls](const std::string& other) {
      return world().Ask(cls, {wronged.handles[0], Untouched(other).HandleFor(cls)});
    };
    domain::StatusDecision decision = ask_beside(issuer);
    EXPECT_EQ(decision.outcome, CheckOutcome::kHold) << "a match beside it counts";
    EXPECT_EQ(decision.matches.size(), 1u);
    decision = ask_beside(ClearanceWorld::OtherThan(issuer));
    EXPECT_EQ(decision.outcome, CheckOutcome::kHold) << "a match at another Party counts";
    EXPECT_EQ(ClearanceWorld::LineOf(decision, issuer).reason, "RECORD_UNREADABLE");
    EXPECT_EQ(ClearanceWorld::LineOf(decision, issuer).status, ConsultationStatus::kStanding) << "only people mend it";
  }
};

// In the middle of an epoch, and at its borders, where it is another index that answers.
TEST_P(ForgedRecordsTest, WhatDoesNotOpenIsNeverAbsent) {
  const auto& [issuer, cls] = GetParam();
  std::vector<AskedPerson> wronged;
  for (size_t i = 0; i < forgeries().size(); ++i) {
    wronged.push_back({std::string(issuer) + " " + forgeries()[i].name, {Wronged(i).HandleFor(cls)}, issuer});
  }
  const EveryPath paths(world(), cls, wronged, {issuer});
  const EveryPath& paths_of_others = PathsOf(cls, {});
  for (const std::optional<Border> border : kWithinAndAtBorders) {
    if (border.has_value()) world().StandAt(*border);
    FetchForged();
    if (HasFatalFailure()) return;
    for (const Told& told : paths.Answers()) ExpectTold(told, {.not_consulted = {{issuer, "RECORD_UNREADABLE"}}});
    for (const AskedPerson& one : wronged) ExpectMatchesBesideCount(one);
    for (const Told& told : paths_of_others.Answers()) ExpectWell(told);  // who is not meant is answered for
    world().Heal();
  }
}

INSTANTIATE_TEST_SUITE_P(EveryPartyAndClass, ForgedRecordsTest,
                         ::testing::Combine(::testing::Values("QQA", "QQB"),
                                            ::testing::ValuesIn(domain::kIndexClasses)),
                         [](const auto& tested) {
                           return std::string(std::get<0>(tested.param)) + "_" +
                                  std::string(domain::PurposeName(std::get<1>(tested.param)));
                         });

}  // namespace
}  // namespace vsx::test
