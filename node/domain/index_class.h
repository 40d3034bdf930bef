#ifndef VSX_NODE_DOMAIN_INDEX_CLASS_H_
#define VSX_NODE_DOMAIN_INDEX_CLASS_H_

#include <array>
#include <compare>
#include <string>

#include "node/domain/consent_record.h"
#include "node/domain/epoch.h"
#include "node/domain/handle.h"
#include "node/domain/party_code.h"

namespace vsx::domain {

// The classes of the blind check's indexes (protocol §4): the purposes that a check may have.
inline constexpr std::array<Purpose, 3> kIndexClasses = {Purpose::kProtectiveCheck, Purpose::kConsularAssistance,
                                                         Purpose::kPresented};

bool IsIndexClass(Purpose purpose);

// The handle classes that a purpose uses: documents and biographic handles, or, for presented codes, references alone.
// A level 1 notice carries no identity, so no handle either.
bool UsesHandleClass(Purpose purpose, HandleClass handle_class);

// IndexName says which index is meant: what `issuer` made for `recipient`, of one class, for one epoch. There is at
// most one, ever.
struct IndexName {
  PartyCode issuer;
  PartyCode recipient;
  Purpose cls;  // one of kIndexClasses
  Epoch epoch;

  friend auto operator<=>(const IndexName&, const IndexName&) = default;
};

// The bytes that bind keys, entries and records to their index: LP(issuer) ‖ LP(recipient) ‖ LP(class) ‖ u64be(epoch).
std::string IndexContext(const IndexName& name);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_INDEX_CLASS_H_
