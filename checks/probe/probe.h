/* What the files of the probe share. */
#ifndef PROBE_H
#define PROBE_H

enum { MISUSE = 64, FAILED = 71 };

/* Says what failed and why; returns FAILED. */
int failed(const char *what);

/* Becomes `probe ARGUMENTS…`, of which there are at most six; returns FAILED when it cannot. */
int become(char *const *argv);

/* Becomes `probe pause TOKEN`; returns FAILED when it cannot. */
int become_pause(char *token);

/* The subcommands that use something up (limits.c). */
int do_allocate(char **argv);
int do_allocate_beside(char **argv);
int do_spin(char **argv);
int do_fork(char **argv);
int do_groups(char **argv);

/* The subcommands that run beside a container (beside.c): arguments without the subcommand. */
int do_shm_create(char **argv);
int do_shm_find(char **argv);
int do_shm_remove(char **argv);
int do_uts(char **argv);
int do_detach(char **argv);
int do_share(char **argv);
int do_as(char **argv);
int do_pty(char **argv);
int do_host(char **argv);

/* The wall around a program that is not trusted (sealed.c). */
int do_guest(char **argv);
int do_show(char **argv);

/* Goes into a mount namespace, given by its file; returns 0 or FAILED. */
int enter_mounts(const char *namespace);

/* What is asked of roots (roots.c). */
int do_reach(char **argv);
int do_mounts(char **argv);

/* Who is asked over the network (serve.c), and who asks (ask.c). */
int do_serve(char **argv);
int do_serving(char **argv);
int do_outside(char **argv);
int do_ask(char **argv);
int do_ping(char **argv);
int do_dns(char **argv);

#endif
