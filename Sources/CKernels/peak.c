#include <time.h>

#include "internal.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Chains of multiply-adds that do not wait for each other: enough to hide the latency of two multipliers.
#define CHAINS 12
#define ROUNDS 20000
#define SPELLS 20

/// Runs ROUNDS multiply-adds in each chain, which begin at `*number` and end there, so that the compiler can leave none
/// out; how many floating-point operations that were.
typedef double (*Burst)(float *number);

#define BURST(name, attributes, vector, start, step, operations)         \
    attributes static double name(float *number) {                       \
        vector sums[CHAINS];                                             \
        for (int chain = 0; chain < CHAINS; ++chain) sums[chain] = start; \
        for (int round = 0; round < ROUNDS; ++round)                     \
            for (int chain = 0; chain < CHAINS; ++chain) step;           \
        vector total = sums[0];                                          \
        for (int chain = 1; chain < CHAINS; ++chain) total = total + sums[chain]; \
        *number = ((const float *)&total)[0] / CHAINS;                   \
        return (double)ROUNDS * CHAINS * (operations);                   \
    }

BURST(burst_portable, , float, *number, sums[chain] = sums[chain] * 0.999f + 0.001f, 2)

#if defined(__x86_64__)
BURST(
        burst_avx2, __attribute__((target("avx2,fma"))), __m256, _mm256_set1_ps(*number),
        sums[chain] = _mm256_fmadd_ps(sums[chain], _mm256_set1_ps(0.999f), _mm256_set1_ps(0.001f)), 2 * 8)
BURST(
        burst_avx512, __attribute__((target("avx512f"))), __m512, _mm512_set1_ps(*number),
        sums[chain] = _mm512_fmadd_ps(sums[chain], _mm512_set1_ps(0.999f), _mm512_set1_ps(0.001f)), 2 * 16)
BURST(
        burst_bfloat16, __attribute__((target("avx512f,avx512bf16"))), __m512, _mm512_set1_ps(*number),
        sums[chain] = _mm512_dpbf16_ps(
                sums[chain], (__m512bh)_mm512_set1_epi32(0x3c003c00), (__m512bh)_mm512_set1_epi32(0x3c003c00)),
        4 * 16)
#endif

static Burst burst(CkernInstructions instructions, CkernElement element) {
#if defined(__x86_64__)
    if (element == CkernBFloat16) return instructions == CkernAVX512BFloat16 ? burst_bfloat16 : NULL;
    switch (instructions) {
    case CkernPortable: break;
    case CkernAVX2: return burst_avx2;
    case CkernAVX512:
    case CkernAVX512BFloat16: return burst_avx512;
    }
#endif
    return element == CkernFloat32 ? burst_portable : NULL;
}

typedef struct {
    Burst burst;
    double seconds;
    /// Of all threads.
    double rate;
    int isSpoken;
} Measurement;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void measure(void *context, int thread, int threads) {
    (void)threads;
    Measurement *measurement = context;
    float number = 1 + (float)thread;
    measurement->burst(&number);
    // The best of many spells: in the others the system may have given the processor to somebody else.
    double start = now(), rate = 0, end = start;
    do {
        double operations = 0, spell = end;
        do {
            operations += measurement->burst(&number);
            end = now();
        } while (end - spell < measurement->seconds / SPELLS);
        if (operations > rate * (end - spell)) rate = operations / (end - spell);
    } while (end - start < measurement->seconds);
    while (__atomic_exchange_n(&measurement->isSpoken, 1, __ATOMIC_ACQUIRE)) {}
    measurement->rate += rate;
    __atomic_store_n(&measurement->isSpoken, 0, __ATOMIC_RELEASE);
}

double ckern_peak_flops(const CkernMachine *machine, CkernElement element, double seconds) {
    Measurement measurement = {burst(machine->instructions, element), seconds, 0, 0};
    if (!measurement.burst) return 0;
    ckern_run(machine, measure, &measurement);
    return measurement.rate;
}
