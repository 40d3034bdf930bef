#ifndef VSX_TESTS_END_TO_END_LEAK_SEARCH_H_
#define VSX_TESTS_END_TO_END_LEAK_SEARCH_H_

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace vsx::test {

// Somewhere that plaintext could have escaped to: a file, a file's name, a process's arguments.
struct LeakPlace {
  std::string where;
  std::string bytes;
};

struct Leak {
  std::string where;
  std::string form;
};

// What `text` (UTF-8) looks like as UTF-8, UTF-16 of both orders, hex of both cases, and base64 at each of the three
// places in a group of bytes that it can start at; by the name of the form.
std::map<std::string, std::string> LeakForms(const std::string& text);

// Every form of `text` in every place.
std::vector<Leak> SearchLeaks(const std::vector<LeakPlace>& places, const std::string& text);

// Everything that lies in a folder, and the names of files and folders.
void AddPlaces(const std::filesystem::path& folder, std::vector<LeakPlace>& places);

}  // namespace vsx::test

#endif  // VSX_TESTS_END_TO_END_LEAK_SEARCH_H_
