#ifndef ALLOCATIONS_H
#define ALLOCATIONS_H

#include <stdbool.h>
#include <stddef.h>

/// What a thread has asked the C library's heap for.
typedef struct {
    size_t count;
    size_t byteCount;
    /// The largest of them, in bytes, but for those that oneDNN's own heap function asked for.
    size_t largest;
    /// The largest of those.
    size_t largestOfOneDNN;
} Allocations;

/// Of the calling thread, since it began or since `allocations_forget`.
Allocations allocations_of_this_thread(void);

void allocations_forget(void);

/// False where another heap stands in the way, as under AddressSanitizer.
bool allocations_are_counted(void);

#endif
