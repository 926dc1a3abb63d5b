#include "internal.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,avx512f,avx512bw,avx512vl,avx512dq"))), apply_to = function)
#define INSTRUCTIONS avx512
#include "loops.h"
#pragma clang attribute pop
#endif
