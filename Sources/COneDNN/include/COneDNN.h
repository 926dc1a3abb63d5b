#ifndef CONEDNN_H
#define CONEDNN_H

#include "coned_memory.h"
#include "coned_primitive.h"
#include "coned_layers.h"

#endif
