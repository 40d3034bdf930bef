#ifndef VSX_NODE_SERVICE_EVALUATION_H_
#define VSX_NODE_SERVICE_EVALUATION_H_

#include <string>
#include <vector>

#include "node/domain/calendar.h"
#include "node/domain/evaluation.h"

namespace vsx::service {

// Blinded elements, as the recipient of an index sends them: nothing in them says about whom.
struct BlindedBatch {
  domain::EvaluationKind kind = domain::EvaluationKind::kSingle;
  std::string intent_hash;            // 32 bytes; the intent stands in the asking node's audit log
  std::vector<std::string> elements;  // of 32 bytes; IsBatchSize(kind, elements.size())
};

// What the issuer answers.
struct Evaluation {
  std::vector<std::string> elements;  // of 32 bytes, one for each blinded element, in order
  std::string proof;                  // 64 bytes, over the batch
  domain::UnixTime server_time;       // the issuer's clock
};

// A signed header and what the issuer's clock said when it was handed out.
struct PublishedHeader {
  std::string envelope;  // serialised v1.Envelope
  domain::UnixTime server_time;
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_EVALUATION_H_
