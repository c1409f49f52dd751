#include "gzip.h"

#include <zlib.h>

#include <algorithm>

namespace sgan::io {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 18;
constexpr int kGzipOnly = 16 + MAX_WBITS;

}  // namespace

struct GzipReader::Stream : z_stream {};

bool is_gzip(std::span<const std::byte> bytes) noexcept {
  return bytes.size() >= 2 && bytes[0] == std::byte{0x1f} && bytes[1] == std::byte{0x8b};
}

GzipReader::GzipReader(std::span<const std::byte> packed) : stream_(std::make_unique<Stream>()) {
  stream_->zalloc = nullptr;
  stream_->zfree = nullptr;
  stream_->opaque = nullptr;
  // zlib's interface lacks const, but it does not write to its input.
  stream_->next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(packed.data()));
  // One call takes at most 4 GiB; files of that size are refused before they come here.
  stream_->avail_in = static_cast<uInt>(std::min<std::size_t>(packed.size(), UINT32_MAX));
  intact_ = packed.size() <= UINT32_MAX && inflateInit2(stream_.get(), kGzipOnly) == Z_OK;
}

GzipReader::~GzipReader() { inflateEnd(stream_.get()); }

void GzipReader::read(std::size_t count, std::vector<std::byte>& out) {
  while (count > 0 && intact_ && !ended_) {
    // In chunks: memory grows with what is really there, not with what a header claims.
    const std::size_t wanted = std::min(count, kChunk);
    const std::size_t begin = out.size();
    out.resize(begin + wanted);
    stream_->next_out = reinterpret_cast<Bytef*>(out.data() + begin);
    stream_->avail_out = static_cast<uInt>(wanted);
    const int result = inflate(stream_.get(), Z_NO_FLUSH);
    const std::size_t got = wanted - stream_->avail_out;
    out.resize(begin + got);
    count -= got;
    ended_ = result == Z_STREAM_END;
    intact_ = ended_ ? stream_->avail_in == 0 : result == Z_OK && got > 0;
  }
}

}  // namespace sgan::io
