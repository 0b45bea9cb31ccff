/** The options of `mydocker run`. */
import { Command } from "commander";
import type { LimitOptions } from "../container/limits.ts";

/** What was given, by commander's names. */
export interface RunOptions extends LimitOptions {
  interactive?: boolean;
  tty?: boolean;
  rootfs?: string;
  name?: string;
  rm?: boolean;
  entrypoint?: string;
  envFile?: string[];
  hostname?: string;
  env?: string[];
  readOnly?: boolean;
  volume?: string[];
  mount?: string[];
  tmpfs?: string[];
  workdir?: string;
  user?: string;
  init?: boolean;
  userns?: boolean;
  uidmap?: string[];
  gidmap?: string[];
  plan?: boolean;
  trace?: boolean;
}

const append = (value: string, before: string[] = []) => [...before, value];

/** The command, to be parsed with. Options end where the image or the command begins. */
export const defineRun = () =>
  new Command("mydocker run")
    .description("Run a command in a new container")
    .usage("[OPTIONS] [IMAGE] COMMAND [ARG...]")
    .argument("<command...>")
    .passThroughOptions()
    .helpOption("--help", "Print this help")
    .option("-i, --interactive", "Pass standard input on")
    .option("-t, --tty", "Give the container a terminal")
    .option("--rootfs <dir>", "Use a directory as the container's root ('/': the machine's own)")
    .option("--name <name>", "What the container is called (default: one by chance)")
    .option("--rm", "Remove the container when it has ended")
    .option("--entrypoint <command>", "Run this in place of the image's entrypoint")
    .option("--env-file <file>", "Set variables, one NAME=value a line", append)
    .option("-h, --hostname <name>", "The container's hostname (default: its id)")
    .option("-e, --env <name=value>", "Set a variable; NAME alone takes the caller's", append)
    .option(
      "-v, --volume <source:target[:options]>",
      "Show a path of the machine, or a volume by its name (ro: read-only)",
      append,
    )
    .option(
      "--mount <type=TYPE,…>",
      "The long form of -v and --tmpfs (bind, volume, tmpfs)",
      append,
    )
    .option("--read-only", "The container's root may not be written to")
    .option("--tmpfs <path[:options]>", "A directory in memory", append)
    .option("-w, --workdir <dir>", "Where the command starts")
    .option("-u, --user <name|uid[:group|gid]>", "Who the command runs as")
    .option("--init", "Run an init as PID 1 that hands signals on and reaps")
    .option("--userns", "A user namespace: root inside is the caller outside")
    .option("--uidmap <container:host:size>", "Map user ids (implies --userns)", append)
    .option("--gidmap <container:host:size>", "Map group ids (implies --userns)", append)
    .option("-m, --memory <size>", "Limit memory (100m, 1g)")
    .option("--memory-swap <size>", "Limit memory and swap together (-1: no limit of swap)")
    .option("--memory-reservation <size>", "Memory that is taken away last")
    .option("--cpus <cores>", "Limit processor time to so many cores")
    .option("--cpu <percent>", "Limit processor time to so many per cent of one core")
    .option("-c, --cpu-shares <weight>", "Relative weight where processors are short (1024)")
    .option("--cpuset-cpus <list>", "Processors to run on (0-1,3)")
    .option("--cpuset-mems <list>", "Memory nodes to use")
    .option("--pids-limit <number>", "Limit the number of processes (-1: no limit)")
    .option("--blkio-weight <weight>", "Relative weight of block I/O (10 to 1000)")
    .option("--device-read-bps <device:rate>", "Limit reading from a device", append)
    .option("--device-write-bps <device:rate>", "Limit writing to a device", append)
    .option("--plan", "Print the system calls and run nothing")
    .option("--trace", "Run, and print each system call with its result and time");
