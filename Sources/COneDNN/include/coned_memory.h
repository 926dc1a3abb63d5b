#ifndef CONED_MEMORY_H
#define CONED_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What a call came to. Values that oneDNN added later pass through; `coned_status_name` knows them.
typedef enum {
    ConedStatusSuccess = 0,
    ConedStatusOutOfMemory = 1,
    ConedStatusInvalidArguments = 2,
    ConedStatusUnimplemented = 3,
    ConedStatusIteratorEnds = 4,
    ConedStatusRuntimeError = 5,
    ConedStatusNotRequired = 6,
} ConedStatus;

/// oneDNN's own name of a status, for example `invalid_arguments`. The text is static.
const char *coned_status_name(ConedStatus status);

/// The library that is loaded, which may be newer than the one the shim was built with.
void coned_version(int32_t *major, int32_t *minor, int32_t *patch);

/// Instruction sets of x86-64, each of which holds those before it.
typedef enum {
    ConedInstructionsAVX2,
    /// AVX-512 with the additions for bytes and words, quadwords, and short vectors.
    ConedInstructionsAVX512,
    /// AVX-512 that also computes with bfloat16.
    ConedInstructionsAVX512BFloat16,
} ConedInstructions;

/// Whether the library uses the instructions: the processor has them, and `ONEDNN_MAX_CPU_ISA` does not hold it back.
bool coned_uses(ConedInstructions instructions);

/// oneDNN's name of the instruction sets that it uses, for example `avx512_core`. The text is static.
const char *coned_instructions_name(void);

/// The most threads that libgomp gives a team: `OMP_THREAD_LIMIT`, or about as many as there are integers.
int32_t coned_thread_limit(void);

/// Gives the calling thread's parallel regions a team of `threads` threads, whatever `OMP_DYNAMIC` and
/// `OMP_MAX_ACTIVE_LEVELS` say, and starts it; how many it has: fewer only where `threads` is above the limit. 0, with the
/// system's error in `failure`, where the system cannot start so many. `stackBytes` is what each of them but the calling one
/// has of stack, by `OMP_STACKSIZE` or `ulimit -s`; 0 where there is none or the system does not tell.
///
/// oneDNN fixes the count in each primitive when the primitive is created, and some of its kernels wait for ever for a thread
/// that a smaller team does not have.
int32_t coned_set_thread_count(int32_t threads, int *failure, size_t *stackBytes);

/// Idle threads, more than there are processors.
///
/// A thread of libgomp's that waits for the others of its team spins for some milliseconds before it sleeps: the fastest on a
/// machine that has nothing else to do, and the slowest on one whose processors the others do not get. Where libgomp manages
/// more threads than there are processors, it lets every team sleep almost at once (`GOMP_SPINCOUNT` in its manual), also
/// where the others do nothing: so that this can be chosen while a program runs.
typedef struct ConedCrowd ConedCrowd;

/// Lets the waiting threads of all teams sleep almost at once; null where the system cannot start the threads for it.
ConedCrowd *coned_crowd_gather(void);

/// Lets them spin again.
void coned_crowd_disperse(ConedCrowd *crowd);

/// How many threads a parallel region of the calling thread would have.
int32_t coned_thread_count(void);

/// Runs `body(context, thread, threads)` once on each thread of libgomp's team, the one that oneDNN uses, and returns
/// when all are done.
void coned_parallel(void (*body)(void *context, int thread, int threads), void *context);

/// A CPU engine.
typedef struct { void *raw; } ConedEngine;
/// An in-order stream of an engine.
typedef struct { void *raw; } ConedStream;
/// Shape, element type and layout of a tensor.
typedef struct { void *raw; } ConedDescriptor;
/// A tensor: a descriptor and the address of elements that someone else owns.
typedef struct { void *raw; } ConedMemory;

/// Makes an engine. The caller destroys it, after everything made with it.
ConedStatus coned_engine_create(ConedEngine *engine);
void coned_engine_destroy(ConedEngine engine);

/// Makes a stream. The caller destroys it.
ConedStatus coned_stream_create(ConedEngine engine, ConedStream *stream);
/// Waits until everything that was executed on the stream is done.
ConedStatus coned_stream_wait(ConedStream stream);
void coned_stream_destroy(ConedStream stream);

typedef enum {
    ConedDataTypeFloat32,
    ConedDataTypeBFloat16,
    ConedDataTypeInt32,
    ConedDataTypeUInt8,
} ConedDataType;

typedef enum {
    /// The primitive that gets the descriptor chooses. No memory can have it.
    ConedFormatAny,
    /// Row-major: [N, C, H, W], [O, I, H, W], [G, O / G, I / G, H, W], [O, I] and so on, by rank.
    ConedFormatPlain,
    /// The second axis innermost: [N, C, H, W] is stored as N, H, W, C. For ranks 3 to 5.
    ConedFormatChannelsLast,
    /// The second axis in blocks of 4, 8 or 16, which are innermost: [N, C, H, W] is stored as N, ⌈C / 16⌉, H, W, 16. For
    /// ranks 3 to 5.
    ConedFormatChannelBlocks4,
    ConedFormatChannelBlocks8,
    ConedFormatChannelBlocks16,
    /// Row-major with the inputs of weights before their outputs: [O, I, H, W] is stored as I, O, H, W, and
    /// [G, O / G, I / G, H, W] as G, I / G, O / G, H, W. For ranks 4 and 5.
    ConedFormatInputsFirst,
} ConedFormat;

/// Makes a descriptor of `rank` (1 to 6) axes. The caller destroys it, as with every descriptor below.
ConedStatus coned_descriptor_create(
        int32_t rank, const int64_t *dims, ConedDataType type, ConedFormat format, ConedDescriptor *descriptor);

/// The box of `dims` that starts at `offsets` in a tensor laid out as `parent`; both arrays have the parent's rank. A
/// memory with this descriptor takes the address of the *parent's* elements. In blocked layouts offsets, and dims that
/// do not reach the parent's edge, must be multiples of the block. No primitive is to be given one: reorders take some for
/// tensors without gaps.
ConedStatus coned_descriptor_create_slice(
        ConedDescriptor parent, const int64_t *dims, const int64_t *offsets, ConedDescriptor *descriptor);

void coned_descriptor_destroy(ConedDescriptor descriptor);

/// Whether shape, element type and layout agree.
bool coned_descriptor_equal(ConedDescriptor first, ConedDescriptor second);

/// Bytes a memory needs, padding of blocked layouts included; 0 for the format `any` and, whose bytes are the parent's,
/// for a slice that does not start at its parent's first element.
size_t coned_descriptor_byte_count(ConedDescriptor descriptor);

/// How the elements of a tensor lie.
typedef struct {
    ConedDataType type;
    /// From the memory's address to the first element, for a slice; in elements, as the strides.
    int64_t offset;
    /// For each axis, from one element, or block of elements, to the next.
    int64_t strides[6];
    /// Blocks, the outermost first: how many elements of which axis. The last lies innermost, without gaps.
    int32_t blockCount;
    int64_t blockSizes[6];
    int64_t blockAxes[6];
} ConedLayout;

/// `ConedStatusUnimplemented` for the format `any`, for the transformed weights of Winograd's algorithm, and the like.
ConedStatus coned_descriptor_layout(ConedDescriptor descriptor, ConedLayout *layout);

int32_t coned_descriptor_rank(ConedDescriptor descriptor);

/// Copies the logical sizes to `dims`, which has room for the descriptor's rank.
ConedStatus coned_descriptor_dims(ConedDescriptor descriptor, int64_t *dims);

/// Makes a memory over `data`, which the caller owns and keeps alive, best aligned to 64 bytes. The descriptor is
/// copied. Nothing is written here. The padding of a blocked layout must be zero where a primitive reads it;
/// primitives, reorders too, write it with their outputs. The caller destroys the memory.
ConedStatus coned_memory_create(ConedDescriptor descriptor, ConedEngine engine, void *data, ConedMemory *memory);

void coned_memory_destroy(ConedMemory memory);

#endif
