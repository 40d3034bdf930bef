#ifndef VSX_NODE_CLI_CASE_PRINTING_H_
#define VSX_NODE_CLI_CASE_PRINTING_H_

#include <google/protobuf/repeated_field.h>

#include "node/cli/message_json.h"
#include "node/cli/terminal.h"
#include "vsx/v1/case.pb.h"

// How cases, effects of consent and deliveries look to a person. Nothing here decides anything.
namespace vsx::cli {

// One JSON document on out().
void PrintJson(Terminal& terminal, const Json& json);
void PrintJson(Terminal& terminal, const google::protobuf::Message& message);

// One line of words: "identified, adult, receiving Party, consent answered (version 2)".
std::string Describe(const v1::CaseSummary& summary);

// Party by Party, what is allowed in words for the person. Where to is `out`: a dialogue or a result.
void PrintEffects(std::ostream& out, const google::protobuf::RepeatedPtrField<v1::ConsentEffectLine>& effects);

// To whom notices are queued; and for each Party that the answers want told and that is not, why.
void PrintQueued(std::ostream& out, const v1::ConsentInput& answers, const v1::RecordConsentResponse& recorded);

void PrintRecall(std::ostream& out, const v1::RecallSummary& recall);

void PrintDeliveries(std::ostream& out, const google::protobuf::RepeatedPtrField<v1::DeliverySummary>& deliveries);

// Says how many rows of a list the node cannot read, if any.
void PrintUnreadable(std::ostream& out, uint32_t rows);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_CASE_PRINTING_H_
