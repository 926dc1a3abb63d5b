#include "internal.h"

// What every processor has.
#define INSTRUCTIONS portable
#include "loops.h"
