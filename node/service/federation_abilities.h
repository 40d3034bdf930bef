#ifndef VSX_NODE_SERVICE_FEDERATION_ABILITIES_H_
#define VSX_NODE_SERVICE_FEDERATION_ABILITIES_H_

#include "node/domain/consent_preview.h"

namespace vsx::service {

// What nodes of this version can do, the one place that says so; the person is told accordingly before she answers.
// Turn one true in the commit that makes it so: honest_effects_test.cc asks the real checks.
inline constexpr domain::FederationAbilities kFederationAbilities = {
    .blind_check = true, .recognition_follow_up = false, .access_notices = true, .aggregates = false};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_FEDERATION_ABILITIES_H_
