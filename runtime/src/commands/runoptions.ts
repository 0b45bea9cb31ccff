/** The options of `mydocker run`, as data. */
import type { LimitOptions } from "../container/limits.ts";
import type { NetworkOptions } from "../container/networkoption.ts";
import type { SecurityOptions } from "../container/securityoptions.ts";
import type { SharingOptions } from "../container/sharingoption.ts";
import type { TuningOptions } from "../container/tuning.ts";
import type { OptionRow } from "./words.ts";

/** What was given, by commander's names. */
export interface RunOptions
  extends LimitOptions,
    NetworkOptions,
    SecurityOptions,
    SharingOptions,
    TuningOptions {
  interactive?: boolean;
  tty?: boolean;
  rootfs?: string;
  name?: string;
  rm?: boolean;
  detach?: boolean;
  restart?: string;
  stopSignal?: string;
  stopTimeout?: string;
  cidfile?: string;
  label?: string[];
  labelFile?: string[];
  logDriver?: string;
  logOpt?: string[];
  entrypoint?: string;
  envFile?: string[];
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
  detachKeys?: string;
  attach?: string[];
  annotation?: string[];
  pull?: string;
  quiet?: boolean;
  volumesFrom?: string[];
  plan?: boolean;
  trace?: boolean;
}

const append = (value: string, before: string[] = []) => [...before, value];

/** What `create` has of them too. In the order in which the help lists them. */
export const CREATE_OPTIONS: readonly OptionRow[] = [
  ["-i, --interactive", "Pass standard input on"],
  ["-t, --tty", "Give the container a terminal"],
  ["--pull <when>", "Get the image first: always, missing or never (never)"],
  ["-q, --quiet", "Say nothing of getting it"],
  ["--rootfs <dir>", "Use a directory as the container's root ('/': the machine's own)"],
  ["--name <name>", "What the container is called (default: one by chance)"],
  ["--rm", "Remove the container when it has ended"],
  ["--restart <policy>", "Start it again: no, on-failure[:n], always, unless-stopped"],
  ["--stop-signal <signal>", "What 'mydocker stop' sends (SIGTERM)"],
  ["--stop-timeout <seconds>", "How long 'mydocker stop' waits (10)"],
  ["--cidfile <file>", "Write the container's id into a new file"],
  ["-l, --label <name=value>", "Say something about the container", append],
  ["--label-file <file>", "Labels, one NAME=value a line", append],
  ["--annotation <name=value>", "Something about it that is no label", append],
  ["--log-driver <name>", "How output is kept: json-file, or none"],
  ["--log-opt <name=value>", "max-size and max-file of the log", append],
  ["--entrypoint <command>", "Run this in place of the image's entrypoint"],
  ["--env-file <file>", "Set variables, one NAME=value a line", append],
  ["-h, --hostname <name>", "The container's hostname (default: its id)"],
  ["--domainname <name>", "The domain that the hostname is in"],
  ["-e, --env <name=value>", "Set a variable; NAME alone takes the caller's", append],
  [
    "-v, --volume <source:target[:options]>",
    "Show a path of the machine, or a volume by its name (ro: read-only)",
    append,
  ],
  ["--mount <type=TYPE,…>", "The long form of -v and --tmpfs (bind, volume, tmpfs)", append],
  ["--volumes-from <container[:ro]>", "Show what another container is shown", append],
  ["--read-only", "The container's root may not be written to"],
  ["--tmpfs <path[:options]>", "A directory in memory", append],
  ["-w, --workdir <dir>", "Where the command starts"],
  ["-u, --user <name|uid[:group|gid]>", "Who the command runs as"],
  ["--group-add <group>", "A group that the command is in beside its own", append],
  ["--init", "Run an init as PID 1 that hands signals on and reaps"],
  ["--userns", "A user namespace: root inside is the caller outside"],
  ["--uidmap <container:host:size>", "Map user ids (implies --userns)", append],
  ["--gidmap <container:host:size>", "Map group ids (implies --userns)", append],
  ["-m, --memory <size>", "Limit memory (100m, 1g)"],
  ["--memory-swap <size>", "Limit memory and swap together (-1: no limit of swap)"],
  ["--memory-reservation <size>", "Memory that is taken away last"],
  ["--cpus <cores>", "Limit processor time to so many cores"],
  ["--cpu <percent>", "Limit processor time to so many per cent of one core"],
  ["--cpu-quota <microseconds>", "Processor time in each period (-1: no limit)"],
  ["--cpu-period <microseconds>", "How long a period is (100000)"],
  ["-c, --cpu-shares <weight>", "Relative weight where processors are short (1024)"],
  ["--cpuset-cpus <list>", "Processors to run on (0-1,3)"],
  ["--cpuset-mems <list>", "Memory nodes to use"],
  ["--pids-limit <number>", "Limit the number of processes (-1: no limit)"],
  ["--blkio-weight <weight>", "Relative weight of block I/O (10 to 1000)"],
  ["--device-read-bps <device:rate>", "Limit reading from a device", append],
  ["--device-write-bps <device:rate>", "Limit writing to a device", append],
  ["--cap-add <capability>", "Let root do more (NET_ADMIN, ALL)", append],
  ["--cap-drop <capability>", "Let root do less", append],
  ["--privileged", "Confine nothing: all capabilities, calls, devices, kernel files"],
  [
    "--security-opt <name[=value]>",
    "no-new-privileges, seccomp=FILE, seccomp=unconfined, systempaths=unconfined",
    append,
  ],
  ["--device <host[:container][:rwm]>", "Give it a device of the machine", append],
  ["--ulimit <name=soft[:hard]>", "Limit each process (nofile=1024:4096)", append],
  ["--sysctl <name=value>", "A setting of the container's own (net.ipv4.ip_forward=1)", append],
  ["--shm-size <size>", "Size of /dev/shm (64m)"],
  ["--oom-score-adj <score>", "Who goes first when memory runs out (-1000 to 1000)"],
  [
    "--network <name>",
    "A network's name, none, host, or container:NAME (default: bridge; without an image none)",
    append,
  ],
  ["--ip <address>", "The address it gets on the network"],
  ["--ip6 <address>", "The same for IPv6"],
  ["--mac-address <address>", "Its hardware address on the network"],
  ["--network-alias <name>", "One more name by which others on the network find it", append],
  ["-p, --publish <[[ip:]host:]container[/udp]>", "Make a port of the machine lead to it", append],
  ["-P, --publish-all", "Publish all ports that the image names"],
  ["--expose <port[/udp]>", "A port more for --publish-all", append],
  ["--net-rate <rate>", "Limit its bandwidth, each way (10mbit)"],
  ["--dns <address>", "A name server in place of the machine's", append],
  ["--dns-search <domain>", "Where short names are looked up", append],
  ["--dns-option <option>", "An option of resolv.conf(5)", append],
  ["--add-host <name:address>", "A line more in /etc/hosts", append],
  ["--pid <mode>", "host: it sees the machine's processes"],
  ["--ipc <mode>", "Shared memory: private, shareable, host, none or container:NAME"],
  ["--uts <mode>", "host: its name is the machine's"],
  ["--cgroupns <mode>", "host: it sees the machine's cgroups; else private"],
];

/** In the order in which the help lists them. */
export const RUN_OPTIONS: readonly OptionRow[] = [
  ["-d, --detach", "Leave it alone and print its id, once its command runs"],
  ["-a, --attach <stream>", "Only STDIN, STDOUT or STDERR is connected", append],
  ["--detach-keys <keys>", "What leaves an attached container (ctrl-p,ctrl-q)"],
  ...CREATE_OPTIONS,
  ["--plan", "Print the system calls and run nothing"],
  ["--trace", "Run, and print each system call with its result and time"],
];
