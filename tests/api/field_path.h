#ifndef VSX_TESTS_API_FIELD_PATH_H_
#define VSX_TESTS_API_FIELD_PATH_H_

#include <string>

#include "google/protobuf/message.h"

namespace vsx::api {

// Whether `path` (`person.documents[0].number`) names a field of `message` that is there: indices lie within what was
// sent. A client shows the error beside that field.
bool NamesAField(const google::protobuf::Message& message, const std::string& path);

}  // namespace vsx::api

#endif  // VSX_TESTS_API_FIELD_PATH_H_
