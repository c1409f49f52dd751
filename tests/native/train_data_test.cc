#include <gtest/gtest.h>

#include "data.h"
#include "networks.h"
#include "sgan_io/file.h"
#include "temporary_folder.h"

namespace sgan::train {
namespace {

using torch::Tensor;

TEST(Data, EpochOrdersArePermutationsOfSeedAndEpochAlone) {
  const Tensor order = epoch_order(1, OrderOf::kImages, 0, 1000, 1000);
  EXPECT_TRUE(torch::equal(std::get<0>(order.sort()), torch::arange(1000)));
  EXPECT_FALSE(torch::equal(order, torch::arange(1000)));
  torch::manual_seed(99);
  EXPECT_TRUE(torch::equal(order, epoch_order(1, OrderOf::kImages, 0, 1000, 1000)));
  EXPECT_FALSE(torch::equal(order, epoch_order(1, OrderOf::kImages, 1, 1000, 1000)));
  EXPECT_FALSE(torch::equal(order, epoch_order(2, OrderOf::kImages, 0, 1000, 1000)));
  EXPECT_FALSE(torch::equal(order, epoch_order(1, OrderOf::kLabelled, 0, 1000, 1000)));
  EXPECT_FALSE(torch::equal(order, epoch_order(1ULL << 32 | 1, OrderOf::kImages, 0, 1000, 1000)));
}

TEST(Data, BatchesAreScaledToOneAndMinusOne) {
  Dataset dataset{torch::zeros({3, 1, kImageSize, kImageSize}, torch::kByte),
                  torch::tensor({5, 6, 7}, torch::kLong)};
  dataset.images[1].fill_(255);
  dataset.images[2].fill_(51);
  const Batch batch = take_batch(dataset, torch::tensor({2, 0, 1}, torch::kLong));
  EXPECT_TRUE(torch::equal(batch.labels, torch::tensor({7, 5, 6}, torch::kLong)));
  EXPECT_FLOAT_EQ(batch.images[0].max().item<float>(), 51 / 127.5F - 1);
  EXPECT_EQ(batch.images[1].max().item<float>(), -1);
  EXPECT_EQ(batch.images[2].min().item<float>(), 1);
}

TEST(Data, OrdersGoRoundAsOftenAsNeeded) {
  const Tensor order = epoch_order(1, OrderOf::kLabelled, 0, 10, 25);
  ASSERT_EQ(order.size(0), 25);
  const Tensor counts = torch::bincount(order, {}, 10);
  EXPECT_EQ(counts.min().item<int>(), 2);
  EXPECT_EQ(counts.max().item<int>(), 3);
  EXPECT_FALSE(torch::equal(order.narrow(0, 0, 10), order.narrow(0, 10, 10)));
}

/// 400 images that say in their first pixels which one they are; labels go round.
Dataset numbered() {
  Dataset dataset{torch::zeros({400, 1, kImageSize, kImageSize}, torch::kByte), torch::arange(400) % 10};
  dataset.images.select(3, 0).select(2, 0).copy_((torch::arange(400) % 256).unsqueeze(1));
  dataset.images.select(3, 1).select(2, 0).copy_((torch::arange(400).floor_divide(256)).unsqueeze(1));
  return dataset;
}

std::set<std::int64_t> numbers(const Dataset& dataset) {
  std::set<std::int64_t> found;
  const Tensor low = dataset.images.select(3, 0).select(2, 0).to(torch::kLong);
  const Tensor high = dataset.images.select(3, 1).select(2, 0).to(torch::kLong);
  const Tensor number = (low + 256 * high).flatten();
  for (std::int64_t i = 0; i < number.size(0); ++i) found.insert(number[i].item<std::int64_t>());
  return found;
}

TEST(Data, ValidationImagesAreHeldOutAndAlwaysTheSame) {
  TrainingData data;
  ASSERT_TRUE(split_dataset(numbered(), 50, 0, 1, data).ok());
  EXPECT_EQ(data.images.size(), 350);
  EXPECT_EQ(data.labelled.size(0), 350);
  const auto training = numbers(data.images), validation = numbers(data.validation);
  EXPECT_EQ(training.size(), 350U);
  EXPECT_EQ(validation.size(), 50U);
  for (const std::int64_t number : validation) EXPECT_FALSE(training.contains(number)) << number;
  TrainingData again;
  ASSERT_TRUE(split_dataset(numbered(), 50, 100, 2, again).ok());
  EXPECT_EQ(numbers(again.validation), validation);
}

TEST(Data, LabelledImagesAreBalancedAndOfTheirSeed) {
  TrainingData data, same, other;
  ASSERT_TRUE(split_dataset(numbered(), 50, 25, 1, data).ok());
  ASSERT_TRUE(split_dataset(numbered(), 50, 25, 1, same).ok());
  ASSERT_TRUE(split_dataset(numbered(), 50, 25, 2, other).ok());
  ASSERT_EQ(data.labelled.size(0), 25);
  const Tensor counts = torch::bincount(data.images.labels.index_select(0, data.labelled), {}, 10);
  EXPECT_EQ(counts.min().item<int>(), 2);
  EXPECT_EQ(counts.max().item<int>(), 3);
  EXPECT_TRUE(torch::equal(data.labelled, same.labelled));
  EXPECT_FALSE(torch::equal(data.labelled, other.labelled));
  EXPECT_EQ(data.images.size(), 350) << "the others stay, without their label";
}

TEST(Data, SplitsThatTheDataCannotGiveAreRefused) {
  TrainingData data;
  EXPECT_NE(split_dataset(numbered(), 400, 0, 1, data).message().find("--validation 400"), std::string::npos);
  const Status status = split_dataset(numbered(), 50, 351, 1, data);
  EXPECT_NE(status.message().find("--labels 351"), std::string::npos) << status.message();
}

TEST(Data, ClassNamesComeFromTheDataFolder) {
  const test::TemporaryFolder folder;
  std::vector<std::string> names;
  ASSERT_TRUE(read_class_names(folder.root(), names).ok());
  EXPECT_EQ(names.front(), "0");
  EXPECT_EQ(names.size(), 10U);
  ASSERT_TRUE(io::write_file(folder / "classes.txt", "T-shirt\r\nTrouser\na\nb\nc\nd\ne\nf\ng\nBoot\n").ok());
  ASSERT_TRUE(read_class_names(folder.root(), names).ok());
  EXPECT_EQ(names.front(), "T-shirt");
  EXPECT_EQ(names.back(), "Boot");
  const std::string others = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
  ASSERT_TRUE(io::write_file(folder / "classes.txt", std::string(64, 'a') + '\n' + others).ok());
  EXPECT_TRUE(read_class_names(folder.root(), names).ok());
  for (const std::string& bad :
       {std::string("one\n"), "a,b\n" + others, std::string(65, 'a') + '\n' + others}) {
    ASSERT_TRUE(io::write_file(folder / "classes.txt", bad).ok());
    EXPECT_NE(read_class_names(folder.root(), names).message().find("classes.txt"), std::string::npos);
  }
}

}  // namespace
}  // namespace sgan::train
