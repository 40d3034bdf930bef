#include "node/domain/index_capacity.h"

#include <gtest/gtest.h>

namespace vsx::domain {
namespace {

TEST(IndexGeometryTest, BaseStepIsThatOfTheProtocol) {
  const IndexGeometry geometry = *IndexGeometry::OfStep(0);
  EXPECT_EQ(geometry.record_count(), 1'024u);
  EXPECT_EQ(geometry.entry_count(), 8'192u);
  EXPECT_EQ(geometry.entries_offset(), 4'194'304u);
  EXPECT_EQ(geometry.file_size(), 5'316'608u);
  EXPECT_EQ(geometry.chunk_count(), 82u);
  EXPECT_EQ(geometry.ChunkSize(0), 65'536u);
  EXPECT_EQ(geometry.ChunkSize(80), 65'536u);
  EXPECT_EQ(geometry.ChunkSize(81), 8'192u);
  EXPECT_EQ(geometry.ChunkOffset(82), geometry.file_size());
}

TEST(IndexGeometryTest, EveryStepIsFourTimesTheOneBefore) {
  for (uint32_t step = 1; step <= kLargestCapacityStep; ++step) {
    const IndexGeometry geometry = *IndexGeometry::OfStep(step);
    EXPECT_EQ(geometry.step(), step);
    EXPECT_EQ(geometry.record_count(), 4 * IndexGeometry::OfStep(step - 1)->record_count());
    EXPECT_EQ(geometry.file_size(), 4 * IndexGeometry::OfStep(step - 1)->file_size());
  }
  EXPECT_EQ(IndexGeometry::OfStep(3)->file_size(), 340'262'912u);
}

TEST(IndexGeometryTest, ChunksCoverTheFileOnce) {
  for (uint32_t step = 0; step <= kLargestCapacityStep; ++step) {
    const IndexGeometry geometry = *IndexGeometry::OfStep(step);
    size_t covered = 0;
    for (size_t i = 0; i < geometry.chunk_count(); ++i) {
      EXPECT_EQ(geometry.ChunkOffset(i), covered);
      EXPECT_GT(geometry.ChunkSize(i), 0u);
      covered += geometry.ChunkSize(i);
    }
    EXPECT_EQ(covered, geometry.file_size());
  }
}

TEST(IndexGeometryTest, StepOutOfBoundsIsRefused) {
  EXPECT_FALSE(IndexGeometry::OfStep(4).ok());
  EXPECT_FALSE(IndexGeometry::OfStep(UINT32_MAX).ok());
}

}  // namespace
}  // namespace vsx::domain
