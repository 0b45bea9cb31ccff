/* Descriptors that were inherited, or are not needed any more. */
#ifndef DESCRIPTORS_H
#define DESCRIPTORS_H

#include <stdbool.h>

/* Closes all from `first` on. */
bool close_from(int first);

#endif
