#pragma once
#include <stddef.h>
#include <stdint.h>

/// libFuzzer's own entry, for programs with a main of their own: gives `body` one input after the other, until it is told to
/// stop. The library is compiler-rt's `clang_rt.fuzzer_no_main`.
int LLVMFuzzerRunDriver(int *count, char ***words, int (*body)(const uint8_t *bytes, size_t count));
