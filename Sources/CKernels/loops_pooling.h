// The loops of pooling for blocks of `BLOCK` channels.

#include "pixels.h"

#define Integers Narrow
#define LooseIntegers LooseNarrow
#include "loops_max_pool_positive.h"
#undef Integers
#undef LooseIntegers

#define Integers Words
#define LooseIntegers LooseWords
#include "loops_max_pool_positive.h"
#undef Integers
#undef LooseIntegers

#include "loops_max_pool.h"
#include "loops_average_pool.h"
#include "loops_pool_backward.h"
