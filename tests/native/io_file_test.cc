#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "sgan_io/file.h"
#include "temporary_folder.h"

namespace sgan::io {
namespace {

using test::TemporaryFolder;

std::string text_of(const std::filesystem::path& path) {
  std::vector<std::byte> bytes;
  const Status status = read_file(path, bytes);
  EXPECT_TRUE(status.ok()) << status.message();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

TEST(File, WhatWasWrittenIsReadAgain) {
  const TemporaryFolder folder;
  const std::string binary("a\0b\r\n\xff", 6);
  ASSERT_TRUE(write_file(folder / "file", binary).ok());
  EXPECT_EQ(text_of(folder / "file"), binary);
  ASSERT_TRUE(write_file(folder / "file", std::string_view()).ok());
  EXPECT_EQ(text_of(folder / "file"), "");
}

TEST(File, TemporaryNamesAreNobodyElses) {
  EXPECT_TRUE(is_temporary("run/model.safetensors.tmp-a1B2c3"));
  for (const char* name :
       {"model.safetensors", "model.safetensors.backup", "model.sha256", "a.tmp", "a.tmp-1"})
    EXPECT_FALSE(is_temporary(name)) << name;
}

TEST(File, LargeFilesGoInManyPieces) {
  const TemporaryFolder folder;
  std::string large(5'000'011, ' ');
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * i >> 3);
  ASSERT_TRUE(write_file(folder / "file", large).ok());
  EXPECT_EQ(text_of(folder / "file"), large);
}

TEST(File, WritingReplacesTheFileAndLeavesNothingElse) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "file", "old").ok());
  ASSERT_TRUE(write_file(folder / "file", "new").ok());
  EXPECT_EQ(text_of(folder / "file"), "new");
  EXPECT_EQ(folder.contents(), std::set<std::string>{"file"});
}

TEST(File, OldContentSurvivesForThoseWhoHaveItOpen) {
  // The mark of a rename: the name leads to another file, and the old one was not touched.
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "file", "old").ok());
  std::filesystem::create_hard_link(folder / "file", folder / "other name");
  ASSERT_TRUE(write_file(folder / "file", "new").ok());
  EXPECT_EQ(text_of(folder / "other name"), "old");
}

mode_t permissions(const std::filesystem::path& path) {
  struct stat info {};
  EXPECT_EQ(stat(path.c_str(), &info), 0);
  return info.st_mode & 0777U;
}

TEST(File, NewFilesFollowTheMask) {
  const TemporaryFolder folder;
  const mode_t before = umask(027);
  const Status status = write_file(folder / "file", "x");
  umask(before);
  ASSERT_TRUE(status.ok());
  EXPECT_EQ(permissions(folder / "file"), 0640U);
}

TEST(File, OldFilesKeepTheirPermissions) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "file", "old").ok());
  ASSERT_EQ(chmod((folder / "file").c_str(), 0600), 0);
  ASSERT_TRUE(write_file(folder / "file", "new").ok());
  EXPECT_EQ(permissions(folder / "file"), 0600U);
}

TEST(File, LinksLeadOnToWhatIsWritten) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "store");
  ASSERT_TRUE(write_file(folder / "store/a", "old").ok());
  std::filesystem::create_symlink("store/a", folder / "one");
  std::filesystem::create_symlink("one", folder / "two");
  std::filesystem::create_symlink(folder / "store/later", folder / "to nothing");
  ASSERT_TRUE(write_file(folder / "two", "new").ok());
  ASSERT_TRUE(write_file(folder / "to nothing", "first").ok());
  EXPECT_EQ(text_of(folder / "store/a"), "new");
  EXPECT_EQ(text_of(folder / "store/later"), "first");
  for (const char* link : {"one", "two", "to nothing"})
    EXPECT_TRUE(std::filesystem::is_symlink(folder / link)) << link;
  // A link counts as what it leads to.
  EXPECT_EQ(folder.contents(), (std::set<std::string>{"store", "store/a", "store/later"}));
}

TEST(File, PipesAreWrittenToAsTheyAre) {
  const TemporaryFolder folder;
  const std::string pipe = (folder / "pipe").string();
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const int reader = open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  ASSERT_GE(reader, 0);
  EXPECT_TRUE(write_file(pipe, "text").ok());
  std::array<char, 8> read_back{};
  EXPECT_EQ(read(reader, read_back.data(), read_back.size()), 4);
  EXPECT_STREQ(read_back.data(), "text");
  close(reader);
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
  EXPECT_EQ(folder.contents(), std::set<std::string>{"pipe"});
}

TEST(File, WhatIsOpenAlreadyIsWrittenBehindWhatIsThere) {
  const TemporaryFolder folder;
  const std::string path = (folder / "all").string();
  ASSERT_TRUE(write_file(path, "before ").ok());
  const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_GE(file, 0);
  EXPECT_TRUE(write_file("/dev/fd/" + std::to_string(file), "text").ok());
  close(file);
  EXPECT_EQ(text_of(path), "before text");
  EXPECT_EQ(folder.contents(), std::set<std::string>{"all"});
}

TEST(File, OfSeveralNoneIsReplacedBeforeAllAreStored) {
  const TemporaryFolder folder;
  const std::string text = "new";
  const auto bytes = std::as_bytes(std::span(text));
  ASSERT_TRUE(write_file(folder / "a", "old").ok());
  std::filesystem::create_directory(folder / "taken");
  for (const char* second : {"missing/b", "taken"}) {
    const std::array<FileContent, 2> files{{{folder / "a", bytes}, {folder / second, bytes}}};
    EXPECT_NE(write_files(files).message().find(second), std::string::npos);
    EXPECT_EQ(text_of(folder / "a"), "old");
    EXPECT_EQ(folder.contents(), (std::set<std::string>{"a", "taken"}));
  }
  ASSERT_TRUE(write_file(folder / "b", "old").ok());
  ASSERT_TRUE(write_files(std::array<FileContent, 2>{{{folder / "a", bytes}, {folder / "b", bytes}}}).ok());
  EXPECT_EQ(text_of(folder / "a") + text_of(folder / "b"), "newnew");
  EXPECT_EQ(folder.contents(), (std::set<std::string>{"a", "b", "taken"}));
}

TEST(File, FailedWritesLeaveNothingBehindAndNameThePath) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "taken");
  const Status taken = write_file(folder / "taken", "x");
  EXPECT_NE(taken.message().find("taken: cannot write: Is a directory"), std::string::npos)
      << taken.message();
  const Status missing = write_file(folder / "missing/file", "x");
  EXPECT_NE(missing.message().find("missing/file: cannot write: No such file"), std::string::npos)
      << missing.message();
  EXPECT_EQ(folder.contents(), std::set<std::string>{"taken"});
}

TEST(File, ReadingRefusesFoldersMissingFilesAndTooManyBytes) {
  const TemporaryFolder folder;
  std::vector<std::byte> bytes{std::byte{7}};
  EXPECT_NE(read_file(folder.root(), bytes).message().find("Is a directory"), std::string::npos);
  EXPECT_NE(read_file(folder / "none", bytes).message().find("none: cannot open: No such file"),
            std::string::npos);
  ASSERT_TRUE(write_file(folder / "four", "1234").ok());
  EXPECT_EQ(read_file(folder / "four", bytes, 3).code(), StatusCode::kTooLarge);
  EXPECT_EQ(bytes.size(), 1U) << "a refused file must leave the bytes as they were";
  EXPECT_TRUE(read_file(folder / "four", bytes, 4).ok());
  EXPECT_EQ(bytes.size(), 4U);
}

TEST(File, FilesWithoutASizeAreReadToTheirEnd) {
  std::vector<std::byte> bytes;
  ASSERT_TRUE(read_file("/proc/self/status", bytes).ok());
  EXPECT_GT(bytes.size(), 100U);
}

}  // namespace
}  // namespace sgan::io
