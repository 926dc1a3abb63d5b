// For `dladdr`.
#define _GNU_SOURCE

// Stands before the C library's heap in the program of the tests, and counts what each thread asks for. Programs may
// replace `malloc` and its kin (glibc's manual, "Replacing malloc"); here they only pass on to glibc's own.

#include "allocations.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static _Thread_local Allocations own;

Allocations allocations_of_this_thread(void) { return own; }

void allocations_forget(void) { own = (Allocations){0}; }

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED
#endif
#endif

#ifdef SANITIZED

bool allocations_are_counted(void) { return false; }

#else

bool allocations_are_counted(void) { return true; }

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

/// Whether code of oneDNN's library is at the address.
static bool is_of_onednn(const void *address) {
    Dl_info place;
    return dladdr(address, &place) && place.dli_fname && strstr(place.dli_fname, "libdnnl");
}

/// Notes what the function at the address `caller` asks for.
static void note(size_t size, const void *caller) {
    own.count += 1;
    own.byteCount += size;
    if (size <= own.largest) return;
    if (!is_of_onednn(caller)) own.largest = size;
    else if (size > own.largestOfOneDNN) own.largestOfOneDNN = size;
}

#define CALLER __builtin_return_address(0)

void *malloc(size_t size) {
    note(size, CALLER);
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    note(count * size, CALLER);
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    note(size, CALLER);
    return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
    note(size, CALLER);
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    note(size, CALLER);
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    note(size, CALLER);
    void *made = __libc_memalign(alignment, size);
    if (!made) return ENOMEM;
    *block = made;
    return 0;
}

#endif
