#include "internal.h"

#include <unistd.h>

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

CkernMachine ckern_machine(int threads, CkernParallel parallel) {
    long cache = 0;
#if defined(_SC_LEVEL3_CACHE_SIZE)
    cache = sysconf(_SC_LEVEL3_CACHE_SIZE);
#endif
    const ptrdiff_t usual = 32 << 20;
    return (CkernMachine){
            .instructions = ckern_best_instructions(), .threads = threads, .parallel = parallel,
            .streamingByteCount = (cache > 0 ? cache : usual) / 2};
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

typedef struct {
    void (*body)(void *context, int thread, int threads);
    void *context;
} Work;

/// Does a thread's share. What was written past the caches is there for everybody before the thread says that it is done.
static void runShare(void *context, int thread, int threads) {
    const Work *work = context;
    work->body(work->context, thread, threads);
#if defined(__x86_64__)
    __builtin_ia32_sfence();
#endif
}

void ckern_run(const CkernMachine *machine, void (*body)(void *context, int thread, int threads), void *context) {
    Work work = {body, context};
    if (machine->parallel) machine->parallel(runShare, &work);
    else runShare(&work, 0, 1);
}
