#include "include/CVectors.h"
