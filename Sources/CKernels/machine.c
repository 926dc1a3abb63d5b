#include "internal.h"

CkernInstructions ckern_best_instructions(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    bool hasAVX512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
    if (hasAVX512) return __builtin_cpu_supports("avx512bf16") ? CkernAVX512BFloat16 : CkernAVX512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return CkernAVX2;
#endif
    return CkernPortable;
}

const char *ckern_instructions_name(CkernInstructions instructions) {
    switch (instructions) {
    case CkernPortable: return "portable";
    case CkernAVX2: return "avx2";
    case CkernAVX512: return "avx512";
    case CkernAVX512BFloat16: return "avx512-bfloat16";
    }
    return "unknown";
}

size_t ckern_element_byte_count(CkernElement element) { return element == CkernFloat32 ? 4 : 2; }

const CkernLoops *ckern_loops(const CkernMachine *machine) {
#if defined(__x86_64__)
    switch (machine->instructions) {
    case CkernPortable: break;
    case CkernAVX2: return &ckern_loops_avx2;
    case CkernAVX512: return &ckern_loops_avx512;
    case CkernAVX512BFloat16: return &ckern_loops_avx512_bfloat16;
    }
#endif
    return &ckern_loops_portable;
}

const CkernBlockLoops *ckern_block_loops(const CkernMachine *machine, ptrdiff_t block) {
    const CkernLoops *loops = ckern_loops(machine);
    return block == 16 ? &loops->block16 : &loops->block8;
}

void ckern_run(const CkernMachine *machine, void (*body)(void *context, int thread, int threads), void *context) {
    if (machine->parallel) machine->parallel(body, context);
    else body(context, 0, 1);
}
