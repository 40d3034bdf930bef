#ifndef VSX_TESTS_STORE_EXAMPLE_VALUES_H_
#define VSX_TESTS_STORE_EXAMPLE_VALUES_H_

#include <random>
#include <string>

#include "node/domain/case_record.h"
#include "node/domain/delivery.h"
#include "node/domain/screening.h"
#include "store/access_notice_store.h"
#include "store/inbox_store.h"

// Records of synthetic people with every field set, for codecs and stores: fixed ones, whose bytes are golden, and
// random ones, in which every list, option and enumerator comes up.
namespace vsx::store {

domain::CaseRecord ExampleCaseRecord();
domain::ConsentEntry ExampleConsentEntry();
domain::SignedCopy ExampleSignedCopy();
domain::OutboxItem ExampleOutboxItem();
domain::InboxItem ExampleInboxItem();
ReceivedMark ExampleReceivedMark();
domain::PendingAccessNotice ExamplePendingAccessNotice();
CopyOwner ExampleCopyOwner();
domain::AccessNotices ExampleAccessNotices();
domain::ScreeningExercise ExampleExercise();
domain::ScreeningHit ExampleScreeningHit();  // with a match

domain::CaseRecord RandomCaseRecord(std::mt19937& draw);
domain::ConsentEntry RandomConsentEntry(std::mt19937& draw);
domain::SignedCopy RandomSignedCopy(std::mt19937& draw);
domain::OutboxItem RandomOutboxItem(std::mt19937& draw);
domain::InboxItem RandomInboxItem(std::mt19937& draw);
ReceivedMark RandomReceivedMark(std::mt19937& draw);
domain::PendingAccessNotice RandomPendingAccessNotice(std::mt19937& draw);
CopyOwner RandomCopyOwner(std::mt19937& draw);
domain::AccessNotices RandomAccessNotices(std::mt19937& draw);
domain::ScreeningExercise RandomExercise(std::mt19937& draw);
domain::ScreeningHit RandomScreeningHit(std::mt19937& draw);

}  // namespace vsx::store

#endif  // VSX_TESTS_STORE_EXAMPLE_VALUES_H_
