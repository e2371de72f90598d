//===- NodeHeap.cpp - The heap of a tool that makes nodes --------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Replaces operator new and delete of the programs here, and so of libtorch in
// their processes. A graph is made of a dozen small pieces a node, most of
// which live as long as the graph: pieces of up to a kilobyte are cut one after
// the other from spans, each for one size and without headers. Where a graph
// has been, the next finds its spans whole again, and its nodes beside each
// other.
//
// The room for spans is reserved once, without use; the kernel is asked for
// large pages in it, for the first touch of a small page takes longer than
// making what is put there. What is larger than a piece, or comes when there is
// no room, is malloc's.
//
// Not for the libraries: they live in the processes of others. Not for
// sanitized builds, whose heap looks for errors.
//
//===----------------------------------------------------------------------===//

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <sys/mman.h>

namespace {

constexpr size_t granule = 16; // every piece is aligned to it
constexpr size_t largestPiece = 1024;
constexpr size_t classes = largestPiece / granule + 1;
constexpr size_t spanBytes = size_t(32) << 10;
constexpr size_t roomBytes = size_t(32) << 30;
constexpr size_t largePage = size_t(2) << 20;

struct FreePiece {
  FreePiece *next;
};

/// What is known of a span. Of its pieces, those before `unused` have been cut.
struct Span {
  FreePiece *free = nullptr;
  char *unused = nullptr;
  Span *nextListed = nullptr;
  uint32_t owner = 0; // the thread that cuts it
  uint32_t live = 0;  // pieces that are out
  uint16_t pieceClass = 0;
  bool isListed = false; // among those with pieces to give
};

/// What all threads take spans from. Zero until it is first used, which is
/// before any constructor runs.
class Room {
public:
  /// A span of the calling thread's own; null when there is no room.
  Span *takeSpan() {
    char *start = begin.load(std::memory_order_acquire);
    if (!start)
      start = reserve();
    if (start == none())
      return nullptr;
    size_t index = used.fetch_add(1, std::memory_order_relaxed);
    return index < spans.size() ? &spans[index] : nullptr;
  }

  /// The span that a piece was cut from; null for any other memory.
  Span *spanOf(const void *piece) {
    size_t offset =
        reinterpret_cast<uintptr_t>(piece) -
        reinterpret_cast<uintptr_t>(begin.load(std::memory_order_relaxed));
    return offset < roomBytes ? &spans[offset / spanBytes] : nullptr;
  }

  char *beginOf(const Span &span) const {
    return begin.load(std::memory_order_relaxed) +
           (&span - spans.data()) * spanBytes;
  }

private:
  static char *none() { return static_cast<char *>(MAP_FAILED); }

  char *reserve() {
    char *made = none();
    void *mapped = mmap(nullptr, roomBytes + largePage, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (mapped != MAP_FAILED) {
      auto address = reinterpret_cast<uintptr_t>(mapped);
      made = static_cast<char *>(mapped) + (-address & (largePage - 1));
      madvise(made, roomBytes, MADV_HUGEPAGE);
    }
    // Of two threads that come first, one has its way.
    char *known = nullptr;
    if (begin.compare_exchange_strong(known, made, std::memory_order_acq_rel))
      return made;
    if (mapped != MAP_FAILED)
      munmap(mapped, roomBytes + largePage);
    return known;
  }

  std::atomic<char *> begin = nullptr;
  std::atomic<size_t> used = 0;
  /// Touched only as far as spans are taken.
  std::array<Span, roomBytes / spanBytes> spans = {};
};

/// What a thread has of one class.
struct Pieces {
  Span *current = nullptr;
  Span *listed = nullptr;       // others with pieces to give
  FreePiece *foreign = nullptr; // of other threads' spans, freed by this one
};

constinit Room room;
constinit std::atomic<uint32_t> threads = 0;
constinit thread_local uint32_t thisThread = 0; // from 1, no number twice
constinit thread_local std::array<Pieces, classes> pieces = {};

} // namespace

/// A piece of a span that has one; null of one that is used up.
static void *cutFrom(Span &span, size_t size) {
  void *piece = span.free;
  if (piece) {
    span.free = span.free->next;
  } else {
    if (static_cast<size_t>(room.beginOf(span) + spanBytes - span.unused) <
        size)
      return nullptr;
    piece = span.unused;
    span.unused += size;
  }
  ++span.live;
  return piece;
}

/// When the current span is used up: another is made the current one.
static Span *nextSpan(size_t pieceClass) {
  Pieces &own = pieces[pieceClass];
  if (Span *span = own.listed) {
    own.listed = span->nextListed;
    span->isListed = false;
    return own.current = span;
  }
  Span *span = room.takeSpan();
  if (!span)
    return nullptr;
  if (thisThread == 0)
    thisThread = threads.fetch_add(1, std::memory_order_relaxed) + 1;
  span->owner = thisThread;
  span->pieceClass = static_cast<uint16_t>(pieceClass);
  span->unused = room.beginOf(*span);
  return own.current = span;
}

/// Null when there is no memory.
static void *allocate(size_t size) {
  if (size > largestPiece)
    return std::malloc(size);
  size_t pieceClass = size == 0 ? 1 : (size + granule - 1) / granule;
  size_t pieceSize = pieceClass * granule;
  Pieces &own = pieces[pieceClass];
  if (own.current)
    if (void *piece = cutFrom(*own.current, pieceSize))
      return piece;
  if (FreePiece *piece = own.foreign) {
    own.foreign = piece->next;
    return piece;
  }
  Span *span = nextSpan(pieceClass);
  return span ? cutFrom(*span, pieceSize) : std::malloc(pieceSize);
}

/// Gives back to a span of the calling thread one of its pieces.
static void giveBack(Span &span, FreePiece *piece) {
  Pieces &own = pieces[span.pieceClass];
  piece->next = span.free;
  span.free = piece;
  if (--span.live == 0) { // As if none had ever been cut.
    span.free = nullptr;
    span.unused = room.beginOf(span);
  }
  if (&span == own.current || span.isListed)
    return;
  span.isListed = true;
  span.nextListed = own.listed;
  own.listed = &span;
}

void *operator new(size_t size) {
  while (true) {
    if (void *piece = allocate(size))
      return piece;
    std::new_handler handler = std::get_new_handler();
    if (!handler)
      throw std::bad_alloc();
    handler();
  }
}

void operator delete(void *memory) noexcept {
  Span *span = room.spanOf(memory);
  if (!span)
    return std::free(memory);
  auto *piece = static_cast<FreePiece *>(memory);
  if (span->owner == thisThread)
    return giveBack(*span, piece);
  // It still counts as out of its span, wherever it is used again.
  Pieces &own = pieces[span->pieceClass];
  piece->next = own.foreign;
  own.foreign = piece;
}

void operator delete(void *memory, size_t) noexcept { operator delete(memory); }
