#define _GNU_SOURCE  // pthread_getattr_np
#include "internal.h"

#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

// libgomp's entry points. Its header `omp.h` belongs to GCC and is not on every compiler's path.
void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
void omp_set_num_threads(int threads);
void omp_set_dynamic(int isDynamic);
void omp_set_max_active_levels(int levels);
int omp_get_max_active_levels(void);
int omp_get_thread_limit(void);
int omp_get_max_threads(void);
int omp_get_num_procs(void);
int omp_get_num_threads(void);
int omp_get_thread_num(void);

const char *coned_status_name(ConedStatus status) { return dnnl_status2str((dnnl_status_t)status); }

void coned_version(int32_t *major, int32_t *minor, int32_t *patch) {
    const dnnl_version_t *version = dnnl_version();
    *major = version->major;
    *minor = version->minor;
    *patch = version->patch;
}

int32_t coned_thread_limit(void) { return omp_get_thread_limit(); }

static bool are_addresses_limited(void) {
    struct rlimit space;
    return !getrlimit(RLIMIT_AS, &space) && space.rlim_cur != RLIM_INFINITY;
}

static void *waitForEnd(void *lock) {
    pthread_mutex_lock(lock);
    pthread_mutex_unlock(lock);
    return NULL;
}

/// Starts so many threads at once and ends them; 0, or the error of the first that could not be started. libgomp would end
/// the program for it.
static int try_threads(int32_t count) {
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_t *threads = malloc((size_t)count * sizeof *threads);
    if (!threads) return ENOMEM;
    int failure = 0;
    int32_t started = 0;
    pthread_mutex_lock(&lock);
    while (started < count && !(failure = pthread_create(&threads[started], NULL, waitForEnd, &lock))) started++;
    pthread_mutex_unlock(&lock);
    while (started > 0) pthread_join(threads[--started], NULL);
    free(threads);
    return failure;
}

typedef struct {
    int32_t count;
    /// Of a thread that libgomp has started; 0 where there is none.
    size_t stackBytes;
} Team;

static void look_at_team(void *context) {
    Team *team = context;
    const int thread = omp_get_thread_num();
    if (thread == 0) team->count = omp_get_num_threads();
    if (thread != 1) return;
    pthread_attr_t attributes;
    if (pthread_getattr_np(pthread_self(), &attributes)) return;
    if (pthread_attr_getstacksize(&attributes, &team->stackBytes)) team->stackBytes = 0;
    pthread_attr_destroy(&attributes);
}

int32_t coned_set_thread_count(int32_t threads, int *failure, size_t *stackBytes) {
    *stackBytes = 0;
    // Otherwise `malloc` reserves 64 MiB of addresses for every thread.
    if (are_addresses_limited()) mallopt(M_ARENA_MAX, 1);
    *failure = threads > 1 ? try_threads(threads - 1) : 0;
    if (*failure) return 0;
    omp_set_dynamic(0);
    if (omp_get_max_active_levels() < 1) omp_set_max_active_levels(1);
    omp_set_num_threads(threads < 1 ? 1 : threads);
    Team team = {1, 0};
    GOMP_parallel(look_at_team, &team, 0, 0);
    *stackBytes = team.stackBytes;
    return team.count;
}

bool coned_uses(ConedInstructions instructions) {
    // Sets of bits, of which a processor's contain those of every processor that it can stand in for.
    dnnl_cpu_isa_t wanted = dnnl_cpu_isa_avx512_core_bf16;
    if (instructions == ConedInstructionsAVX2) wanted = dnnl_cpu_isa_avx2;
    if (instructions == ConedInstructionsAVX512) wanted = dnnl_cpu_isa_avx512_core;
    return (dnnl_get_effective_cpu_isa() & wanted) == wanted;
}

const char *coned_instructions_name(void) {
    static const char prefix[] = "cpu_isa_";
    const char *name = dnnl_cpu_isa2str(dnnl_get_effective_cpu_isa());
    return strncmp(name, prefix, strlen(prefix)) == 0 ? name + strlen(prefix) : name;
}

/// Whom the crowd waits for.
struct ConedCrowd {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int32_t count;
    bool isThere, isOver;
};

static void doNothing(void *context) { (void)context; }

static void *standAround(void *context) {
    ConedCrowd *crowd = context;
    omp_set_dynamic(0);
    GOMP_parallel(doNothing, NULL, (unsigned)crowd->count, 0);
    pthread_mutex_lock(&crowd->lock);
    crowd->isThere = true;
    pthread_cond_broadcast(&crowd->changed);
    while (!crowd->isOver) pthread_cond_wait(&crowd->changed, &crowd->lock);
    pthread_mutex_unlock(&crowd->lock);
    return NULL;
}

ConedCrowd *coned_crowd_gather(void) {
    // Where address space is limited, the stacks would take what a step was promised.
    if (are_addresses_limited()) return NULL;
    const int32_t count = omp_get_num_procs() + 1;
    if (count > omp_get_thread_limit() || try_threads(count)) return NULL;
    ConedCrowd *crowd = calloc(1, sizeof *crowd);
    if (!crowd) return NULL;
    pthread_mutex_init(&crowd->lock, NULL);
    pthread_cond_init(&crowd->changed, NULL);
    crowd->count = count;
    if (pthread_create(&crowd->thread, NULL, standAround, crowd)) {
        free(crowd);
        return NULL;
    }
    pthread_mutex_lock(&crowd->lock);
    while (!crowd->isThere) pthread_cond_wait(&crowd->changed, &crowd->lock);
    pthread_mutex_unlock(&crowd->lock);
    return crowd;
}

void coned_crowd_disperse(ConedCrowd *crowd) {
    pthread_mutex_lock(&crowd->lock);
    crowd->isOver = true;
    pthread_cond_broadcast(&crowd->changed);
    pthread_mutex_unlock(&crowd->lock);
    pthread_join(crowd->thread, NULL);
    pthread_mutex_destroy(&crowd->lock);
    pthread_cond_destroy(&crowd->changed);
    free(crowd);
}

int32_t coned_thread_count(void) { return omp_get_max_threads(); }

typedef struct {
    void (*body)(void *, int, int);
    void *context;
} ParallelCall;

static void run_on_thread(void *data) {
    const ParallelCall *call = data;
    call->body(call->context, omp_get_thread_num(), omp_get_num_threads());
}

void coned_parallel(void (*body)(void *context, int thread, int threads), void *context) {
    ParallelCall call = {body, context};
    GOMP_parallel(run_on_thread, &call, 0, 0);
}

ConedStatus coned_engine_create(ConedEngine *engine) {
    dnnl_engine_t made = NULL;
    dnnl_status_t status = dnnl_engine_create(&made, dnnl_cpu, 0);
    engine->raw = made;
    return (ConedStatus)status;
}

void coned_engine_destroy(ConedEngine engine) {
    if (engine.raw) dnnl_engine_destroy(engine.raw);
}

ConedStatus coned_stream_create(ConedEngine engine, ConedStream *stream) {
    dnnl_stream_t made = NULL;
    dnnl_status_t status = dnnl_stream_create(&made, engine.raw, dnnl_stream_default_flags);
    stream->raw = made;
    return (ConedStatus)status;
}

ConedStatus coned_stream_wait(ConedStream stream) { return (ConedStatus)dnnl_stream_wait(stream.raw); }

void coned_stream_destroy(ConedStream stream) {
    if (stream.raw) dnnl_stream_destroy(stream.raw);
}
