#ifndef VSX_NODE_API_HANDLERS_H_
#define VSX_NODE_API_HANDLERS_H_

#include <chrono>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/domain/access_policy.h"
#include "node/domain/calendar.h"
#include "node/domain/party_code.h"
#include "vsx/v1/admin.pb.h"
#include "vsx/v1/case.pb.h"
#include "vsx/v1/exchange.pb.h"
#include "vsx/v1/index.pb.h"
#include "vsx/v1/monitoring.pb.h"
#include "vsx/v1/screening.pb.h"
#include "vsx/v1/status.pb.h"

// The handlers of the services, one interface each. They know no transport: a transport authenticates the caller, hands
// over the request and carries the status back. Each method checks access, validates, and fills `response` only when it
// returns OK; errors carry reason and field path (node/domain/error.h). Threads: every method is safe concurrently and
// may block on the store.
namespace vsx::api {

// An agency of the own State, as its certificate names it (verified by the transport).
struct AgencyCaller {
  domain::AgencyKind kind;
  std::string uri;   // vsx://<party>/agency/<kind>/<name>
  std::string name;  // <name>
};

// Another Party's node, as its certificate names it (verified by the transport against that Party's CA alone).
struct PeerCaller {
  domain::PartyCode party;
  std::string uri;  // vsx://<party>/node/<name>
};

class CaseHandlers {
 public:
  virtual ~CaseHandlers() = default;
  virtual absl::Status RegisterCase(const AgencyCaller& caller, const v1::RegisterCaseRequest& request,
                                    v1::RegisterCaseResponse* response) = 0;
  virtual absl::Status PreviewConsent(const AgencyCaller& caller, const v1::PreviewConsentRequest& request,
                                      v1::PreviewConsentResponse* response) = 0;
  virtual absl::Status RecordConsent(const AgencyCaller& caller, const v1::RecordConsentRequest& request,
                                     v1::RecordConsentResponse* response) = 0;
  virtual absl::Status AmendConsent(const AgencyCaller& caller, const v1::AmendConsentRequest& request,
                                    v1::AmendConsentResponse* response) = 0;
  virtual absl::Status WithdrawConsent(const AgencyCaller& caller, const v1::WithdrawConsentRequest& request,
                                       v1::WithdrawConsentResponse* response) = 0;
  virtual absl::Status GetCase(const AgencyCaller& caller, const v1::GetCaseRequest& request,
                               v1::GetCaseResponse* response) = 0;
  virtual absl::Status FindCases(const AgencyCaller& caller, const v1::FindCasesRequest& request,
                                 v1::FindCasesResponse* response) = 0;
  virtual absl::Status ListCases(const AgencyCaller& caller, const v1::ListCasesRequest& request,
                                 v1::ListCasesResponse* response) = 0;
  virtual absl::Status UpgradeStatus(const AgencyCaller& caller, const v1::UpgradeStatusRequest& request,
                                     v1::UpgradeStatusResponse* response) = 0;
  virtual absl::Status RevokeCase(const AgencyCaller& caller, const v1::RevokeCaseRequest& request,
                                  v1::RevokeCaseResponse* response) = 0;
  virtual absl::Status IssueReferenceCode(const AgencyCaller& caller, const v1::IssueReferenceCodeRequest& request,
                                          v1::IssueReferenceCodeResponse* response) = 0;
  virtual absl::Status ListDeliveries(const AgencyCaller& caller, const v1::ListDeliveriesRequest& request,
                                      v1::ListDeliveriesResponse* response) = 0;
  virtual absl::Status ListInbox(const AgencyCaller& caller, const v1::ListInboxRequest& request,
                                 v1::ListInboxResponse* response) = 0;
  virtual absl::Status ListAccessNotices(const AgencyCaller& caller, const v1::ListAccessNoticesRequest& request,
                                         v1::ListAccessNoticesResponse* response) = 0;
};

// StatusStream takes the answers of a check that stays open, for whoever waits for them.
class StatusStream {
 public:
  virtual ~StatusStream() = default;
  // CANCELLED when nobody reads any more: write nothing else.
  virtual absl::Status Write(const v1::AwaitStatusResponse& message) = 0;
  // Returns true after that time; false, as soon as that is known, when nobody waits any more.
  virtual bool Pause(std::chrono::microseconds time) = 0;
};

class StatusHandlers {
 public:
  virtual ~StatusHandlers() = default;
  virtual absl::Status CheckStatus(const AgencyCaller& caller, const v1::CheckStatusRequest& request,
                                   v1::CheckStatusResponse* response) = 0;
  // What was written before an error stands.
  virtual absl::Status AwaitStatus(const AgencyCaller& caller, const v1::AwaitStatusRequest& request,
                                   StatusStream& stream) = 0;
};

// RowStream is a stream of rows and the answers to them. Threads: one reads, and one at a time writes.
class RowStream {
 public:
  virtual ~RowStream() = default;
  // The next message; nothing once the client has ended its side. Errors: INVALID_ARGUMENT, UNKNOWN_FIELD; CANCELLED,
  // STREAM_ENDED, if it has gone.
  virtual absl::StatusOr<std::optional<v1::ScreenRequest>> Read() = 0;
  // Returns once there is room for the next one. CANCELLED when nobody reads any more: write nothing else.
  virtual absl::Status Write(const v1::ScreenResponse& message) = 0;
};

class ScreeningHandlers {
 public:
  virtual ~ScreeningHandlers() = default;
  virtual absl::Status DeclareScreening(const AgencyCaller& caller, const v1::DeclareScreeningRequest& request,
                                        v1::DeclareScreeningResponse* response) = 0;
  // What was answered before an error stands.
  virtual absl::Status Screen(const AgencyCaller& caller, RowStream& stream) = 0;
  virtual absl::Status ListScreeningHits(const AgencyCaller& caller, const v1::ListScreeningHitsRequest& request,
                                         v1::ListScreeningHitsResponse* response) = 0;
};

class MonitoringHandlers {
 public:
  virtual ~MonitoringHandlers() = default;
  virtual absl::Status ReadAudit(const AgencyCaller& caller, const v1::ReadAuditRequest& request,
                                 v1::ReadAuditResponse* response) = 0;
};

class AdminHandlers {
 public:
  virtual ~AdminHandlers() = default;
  virtual absl::Status GetNodeStatus(const AgencyCaller& caller, const v1::GetNodeStatusRequest& request,
                                     v1::GetNodeStatusResponse* response) = 0;
  virtual absl::Status GetOutboxStatus(const AgencyCaller& caller, const v1::GetOutboxStatusRequest& request,
                                       v1::GetOutboxStatusResponse* response) = 0;
};

class ExchangeHandlers {
 public:
  virtual ~ExchangeHandlers() = default;
  virtual absl::Status Deliver(const PeerCaller& caller, const v1::DeliverRequest& request,
                               v1::DeliverResponse* response) = 0;
};

// ChunkSink takes the messages of an answer that is a stream, one after the other.
class ChunkSink {
 public:
  virtual ~ChunkSink() = default;
  // Returns once there is room for the next one. CANCELLED when nobody reads any more: write nothing else.
  virtual absl::Status Write(const v1::FetchIndexResponse& message) = 0;
};

class IndexHandlers {
 public:
  virtual ~IndexHandlers() = default;
  virtual absl::Status GetIndexHeader(const PeerCaller& caller, const v1::GetIndexHeaderRequest& request,
                                      v1::GetIndexHeaderResponse* response) = 0;
  // What was written before an error stands: the reader resumes.
  virtual absl::Status FetchIndex(const PeerCaller& caller, const v1::FetchIndexRequest& request, ChunkSink& sink) = 0;
  virtual absl::Status Evaluate(const PeerCaller& caller, const v1::EvaluateRequest& request,
                                v1::EvaluateResponse* response) = 0;
};

}  // namespace vsx::api

#endif  // VSX_NODE_API_HANDLERS_H_
