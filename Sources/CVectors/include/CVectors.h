#ifndef CVECTORS_H
#define CVECTORS_H

// What Swift's vectors lack: its own roots are taken one number at a time, with a call for each.

typedef float CvecFloat16 __attribute__((ext_vector_type(16)));

/// The root of each number, as IEEE 754 rounds it; NaN below 0.
static inline __attribute__((always_inline)) CvecFloat16 cvec_root(CvecFloat16 numbers) {
    return __builtin_elementwise_sqrt(numbers);
}

#endif
