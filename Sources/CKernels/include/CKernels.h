#ifndef CKERNELS_H
#define CKERNELS_H

#include "ckern_machine.h"
#include "ckern_tensor.h"
#include "ckern_batch_norm.h"
#include "ckern_pooling.h"
#include "ckern_elementwise.h"
#include "ckern_multiply.h"

#endif
