/* The interpreter's two ends: what it is started by, and what it becomes when a plan clones. */
#ifndef PLAN_H
#define PLAN_H

#include <sys/types.h>

enum { FAILED = 125 }; /* the exit code of a plan that could not be carried out, as docker's own */

/* Carries out the plan that arrives in the slot `plan`, and tells of it in the slot `report`. Does
 * not return: it ends in an execve, or in a failure that has been reported. */
_Noreturn void run_plan(void);

/* The caller's part of a clone, whose child goes on with the plan; all signals are blocked. Ends
 * with the child's exit code. */
_Noreturn void reap(pid_t child);

#endif
