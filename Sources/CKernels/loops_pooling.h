// The loops of pooling for blocks of `BLOCK` channels.

#include "pixels.h"
#include "loops_max_pool_positive.h"
#include "loops_max_pool.h"
#include "loops_average_pool.h"
#include "loops_pool_backward.h"
