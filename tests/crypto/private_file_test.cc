#include "crypto/private_file.h"

#include <gtest/gtest.h>

#include "tests/crypto/temporary_folder.h"

namespace vsx::crypto {
namespace {

TEST(PrivateFileTest, ReadsBackWhatWasWritten) {
  const TemporaryFolder folder;
  const std::string contents("sample\0contents", 15);
  ASSERT_TRUE(WritePrivateFile("sample file", folder.Path("new"), contents).ok());
  EXPECT_EQ(folder.Read("new"), contents);
  struct stat info {};
  ASSERT_EQ(stat(folder.Path("new").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0600u);
  EXPECT_EQ(folder.FileCount(), 1u);
  const absl::StatusOr<SecretBytes> read = ReadPrivateFile("sample file", folder.Path("new"), contents.size());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->ExposeSecret(), contents);
}

TEST(PrivateFileTest, NeverOverwrites) {
  const TemporaryFolder folder;
  const std::string path = folder.Write("taken", "older");
  EXPECT_EQ(WritePrivateFile("sample file", path, "newer").code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(folder.Read("taken"), "older");
  EXPECT_EQ(folder.FileCount(), 1u);  // nothing temporary is left behind
}

TEST(PrivateFileTest, WritingNeedsAFolder) {
  const TemporaryFolder folder;
  EXPECT_EQ(WritePrivateFile("sample file", folder.Path("missing/new"), "x").code(), absl::StatusCode::kNotFound);
}

TEST(PrivateFileTest, RefusesFilesThatOthersMayTouch) {
  const TemporaryFolder folder;
  for (const mode_t mode : {0604, 0602, 0601, 0620, 0644, 0666}) {
    const std::string path = folder.Write("file", "contents", mode);
    EXPECT_EQ(ReadPrivateFile("sample file", path, 100).status().code(), absl::StatusCode::kPermissionDenied) << mode;
  }
  for (const mode_t mode : {0600, 0400, 0640, 0440}) {
    const std::string path = folder.Write("file", "contents", 0600);
    ASSERT_EQ(chmod(path.c_str(), mode), 0);
    EXPECT_TRUE(ReadPrivateFile("sample file", path, 100).ok()) << mode;
    ASSERT_EQ(chmod(path.c_str(), 0600), 0);
  }
}

TEST(PrivateFileTest, RefusesWhatIsNoFileOrTooLong) {
  const TemporaryFolder folder;
  EXPECT_EQ(ReadPrivateFile("sample file", folder.Path("none"), 100).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReadPrivateFile("sample file", folder.Path(""), 100).status().code(), absl::StatusCode::kInvalidArgument);
  ASSERT_EQ(mkfifo(folder.Path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(ReadPrivateFile("sample file", folder.Path("pipe"), 100).status().code(),
            absl::StatusCode::kInvalidArgument);
  const std::string path = folder.Write("long", "12345");
  EXPECT_TRUE(ReadPrivateFile("sample file", path, 5).ok());
  EXPECT_EQ(ReadPrivateFile("sample file", path, 4).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(PrivateFileTest, MessagesNameTheKindOfFileAndNotItsPath) {
  const TemporaryFolder folder;
  const absl::Status status = ReadPrivateFile("sample file", folder.Path("none"), 100).status();
  EXPECT_EQ(status.message(), "sample file: cannot be opened: No such file or directory");
}

}  // namespace
}  // namespace vsx::crypto
