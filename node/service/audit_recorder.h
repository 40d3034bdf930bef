#ifndef VSX_NODE_SERVICE_AUDIT_RECORDER_H_
#define VSX_NODE_SERVICE_AUDIT_RECORDER_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "crypto/secret_bytes.h"
#include "node/domain/party_code.h"
#include "node/service/actor.h"
#include "node/service/clock.h"
#include "node/statement/audit_entry.h"
#include "store/engine.h"
#include "store/write_batch.h"

namespace vsx::service {

// AuditRecorder writes what was done into the tamper-evident chain: with the change itself, or, for a read, synced
// before its answer leaves. No name, number, code or date of a person enters: officers as keyed hashes, cases as
// pseudonyms. Threads: safe concurrently.
class AuditRecorder {
 public:
  // `audit_key`: the keystore's audit secret. All outlive the recorder.
  AuditRecorder(const crypto::SecretBytes& audit_key, const Clock& clock, store::Engine& engine);

  // Adds an entry to the batch of the change; more than one past 256 cases. `outcome` is `OK`, an outcome such as
  // `HOLD`, or a reason code.
  void Append(store::WriteBatch& batch, const Actor& actor, std::string_view method, std::string_view outcome,
              const std::vector<std::string>& case_pseudonyms) const;

  // The same of what came out of a check: with it whether the person stood before the officer.
  void AppendCheck(store::WriteBatch& batch, const Actor& actor, std::string_view method, std::string_view outcome,
                   const std::vector<std::string>& case_pseudonyms, bool person_present) const;

  // Append in a batch of its own, durable when it returns OK. Errors: those of Engine::Commit.
  absl::Status Record(const Actor& actor, std::string_view method, std::string_view outcome,
                      const std::vector<std::string>& case_pseudonyms) const;

  // Before other Parties are asked: the salted hash of what will be asked (32 bytes), which the requests carry. Durable
  // when it returns OK; its outcome is `INTENT`. INVALID_ARGUMENT for a hash of another size, else errors of
  // Engine::Commit.
  absl::Status RecordIntent(const Actor& actor, std::string_view method, std::string_view intent_hash) const;

  // The same of a question about nobody, which the node asks of itself.
  absl::Status RecordCoverIntent(std::string_view intent_hash) const;

  // What a peer did, or what the node did of itself towards a peer (empty uri).
  void AppendExchange(store::WriteBatch& batch, std::string_view uri, const domain::PartyCode& party,
                      std::string_view method, std::string_view outcome,
                      const std::vector<std::string>& case_pseudonyms) const;

  // The same without cases, in a batch of its own: durable when it returns OK. Errors: those of Engine::Commit.
  absl::Status RecordExchange(std::string_view uri, const domain::PartyCode& party, std::string_view method,
                              std::string_view outcome) const;

  // What the node itself did, such as START: durable when it returns OK. Errors: those of Engine::Commit.
  absl::Status RecordOwn(std::string_view method, std::string_view outcome) const;

  // The same about an own agency, which stands as the caller; or about one officer of it, as OfficerHash gives.
  absl::Status RecordAboutAgency(std::string_view agency_uri, std::string_view officer_hash, std::string_view method,
                                 std::string_view outcome) const;

  std::string OfficerHash(std::string_view agency, std::string_view officer) const;
  std::string AgencyHash(std::string_view agency_uri) const;

 private:
  statement::AuditEntry OwnEntry(std::string_view method, std::string_view outcome) const;
  statement::AuditEntry EntryOf(const Actor& actor, std::string_view method, std::string_view outcome) const;

  const crypto::SecretBytes& audit_key_;
  const Clock& clock_;
  store::Engine& engine_;
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_AUDIT_RECORDER_H_
