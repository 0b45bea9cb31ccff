/**
 * Mistakes that people make in lesson 1. Those in functions of the learner's own come first; then
 * those in code that is given, without which no guard could be shown to guard anything.
 */
import type { Mutant } from "../../checks/src/harness/mutant.ts";

const flags = (...forgotten: string[]) => {
  const all = ["NEWPID", "NEWNS", "NEWUTS", "NEWIPC", "NEWNET", "NEWCGROUP"];
  const kept = all.filter((flag) => !forgotten.includes(flag)).map((flag) => `CLONE.${flag}`);
  return `return ${kept.join(" | ")} | (userns ? CLONE.NEWUSER : 0);`;
};

/** One sentence, one function, one check, one diagnosis. */
export const mutants: readonly Mutant[] = [
  {
    name: "forgets CLONE_NEWPID",
    replaces: "namespaces",
    body: flags("NEWPID"),
    check: "1.1",
    diagnosis: "same-pid-namespace",
  },
  {
    name: "forgets CLONE_NEWCGROUP",
    replaces: "namespaces",
    body: flags("NEWCGROUP"),
    check: "1.2",
    diagnosis: "same-cgroup-namespace",
  },
  {
    name: "forgets CLONE_NEWNS, and so mounts on the machine itself",
    replaces: "namespaces",
    body: flags("NEWNS"),
    check: "1.3",
    diagnosis: "same-mnt-namespace",
  },
  {
    name: "forgets CLONE_NEWUTS, and so renames the machine",
    replaces: "namespaces",
    body: flags("NEWUTS"),
    check: "1.5",
    diagnosis: "same-uts-namespace",
  },
  {
    name: "forgets CLONE_NEWNET",
    replaces: "namespaces",
    body: flags("NEWNET"),
    check: "1.6",
    diagnosis: "same-net-namespace",
  },
  {
    name: "forgets CLONE_NEWIPC",
    replaces: "namespaces",
    body: flags("NEWIPC"),
    check: "1.7",
    diagnosis: "same-ipc-namespace",
  },
  {
    name: "asks for a user namespace whether or not --userns was given",
    replaces: "namespaces",
    body: `return ${["PID", "NS", "UTS", "IPC", "NET", "CGROUP", "USER"].map((name) => `CLONE.NEW${name}`).join(" | ")};`,
    check: "1.2",
    diagnosis: "did-not-run",
  },
  {
    name: "never asks for a user namespace",
    replaces: "namespaces",
    body: flags().replace("(userns ? CLONE.NEWUSER : 0)", "0"),
    check: "1.9",
    diagnosis: "did-not-run",
  },
  {
    name: "makes only the topmost mount private, without MS_REC",
    replaces: "private",
    body: 'return [mount(null, "/", null, MS.PRIVATE, null)];',
    check: "1.3",
    diagnosis: "only-root-private",
  },
  {
    name: "makes all mounts shared instead of private",
    replaces: "private",
    body: 'return [mount(null, "/", null, MS.REC | MS.SHARED, null)];',
    check: "1.3",
    diagnosis: "mounts-propagate",
  },
  {
    name: "opens a way back to the machine's mounts and leaves it open",
    replaces: "private",
    body: `return [
      open("/proc/self/ns/mnt", 0),
      mount(null, "/", null, MS.REC | MS.PRIVATE, null),
    ];`,
    imports: 'import { open } from "../kernel/call.ts";',
    check: "1.17",
    diagnosis: "descriptors-leak",
  },
  {
    name: "binds the machine's /proc instead of mounting a new one",
    replaces: "proc",
    body: 'return [mount("/proc", "/proc", null, MS.BIND | MS.REC, null)];',
    check: "1.4",
    diagnosis: "proc-of-the-machine",
  },
  {
    name: "mounts /proc beside the place where everybody looks for it",
    replaces: "proc",
    body: `return [
      mount("proc", "/mnt", "proc", MS.NOSUID | MS.NODEV | MS.NOEXEC, null),
    ];`,
    check: "1.4",
    diagnosis: "no-proc",
  },
  {
    name: "mounts /proc without nosuid, nodev and noexec",
    replaces: "proc",
    body: 'return [mount("proc", "/proc", "proc", 0, null)];',
    check: "1.4",
    diagnosis: "proc-options",
  },
  {
    name: "mounts /proc by way of a directory that it leaves on the machine",
    replaces: "proc",
    body: `return [
      tolerate([ERRNO.EEXIST], mkdir("/tmp/proc", 0o555)),
      mount("proc", "/tmp/proc", "proc", MS.NOSUID | MS.NODEV | MS.NOEXEC, null),
      mount("/tmp/proc", "/proc", null, MS.MOVE, null),
    ];`,
    check: "1.18",
    diagnosis: "left-file",
  },
  {
    name: "gives every container the same name",
    replaces: "hostname",
    body: 'return [sethostname("mydocker")];',
    check: "1.5",
    diagnosis: "hostname-wrong",
  },
  {
    name: "writes the caller first, as if a map went from the machine to the container",
    replaces: "uidmap",
    body: `const ranges = uids.length > 0 ? uids : [{ container: 0, host: caller.uid, size: 1 }];
      return ranges.map(({ container, host, size }) => \`\${host} \${container} \${size}\\n\`).join("");`,
    check: "1.10",
    diagnosis: "map-columns-swapped",
  },
  {
    name: "writes only the first of several ranges",
    replaces: "uidmap",
    body: `const [range = { container: 0, host: caller.uid, size: 1 }] = uids;
      return \`\${range.container} \${range.host} \${range.size}\\n\`;`,
    check: "1.10",
    diagnosis: "ranges-missing",
  },
  {
    name: "writes several ranges without ending their lines",
    replaces: "uidmap",
    body: `const ranges = uids.length > 0 ? uids : [{ container: 0, host: caller.uid, size: 1 }];
      return ranges.map(({ container, host, size }) => \`\${container} \${host} \${size}\`).join(" ");`,
    check: "1.10",
    diagnosis: "did-not-run",
  },
  {
    name: "maps 65536 users when only the caller was asked for",
    replaces: "uidmap",
    body: `const ranges = uids.length > 0 ? uids : [{ container: 0, host: caller.uid, size: 65536 }];
      return ranges.map(({ container, host, size }) => \`\${container} \${host} \${size}\\n\`).join("");`,
    check: "1.9",
    diagnosis: "too-many-ids",
  },
  {
    name: "makes root inside the machine's root, whoever called",
    replaces: "uidmap",
    body: `const ranges = uids.length > 0 ? uids : [{ container: 0, host: 0, size: 1 }];
      return ranges.map(({ container, host, size }) => \`\${container} \${host} \${size}\\n\`).join("");`,
    check: "1.9",
    diagnosis: "not-the-caller",
  },
  {
    name: "copies uidMap to gidMap and forgets to ask for the group",
    replaces: "gidmap",
    body: `const ranges = gids.length > 0 ? gids : [{ container: 0, host: caller.uid, size: 1 }];
      return ranges.map(({ container, host, size }) => \`\${container} \${host} \${size}\\n\`).join("");`,
    check: "1.9",
    diagnosis: "gid-map-of-the-uid",
  },
  {
    name: "takes --uidmap for the groups too",
    replaces: "gidmap",
    body: "return uidMap(arguments[0]);",
    check: "1.10",
    diagnosis: "gid-map-of-the-uids",
  },
  {
    name: "does not let --init stay, so nobody reaps",
    replaces: "inside/process.ts#stayAsInit",
    body: "return [];",
    check: "1.8",
    diagnosis: "init-does-not-reap",
  },
  {
    name: "ends with 0 whatever the container ended with",
    replaces: "cli.ts#main",
    body: `const [name = "", ...rest] = argv;
      await repair();
      await (await commands[name].load()).main(rest);
      return 0;`,
    check: "1.11",
    diagnosis: "exit-code-lost",
  },
  {
    name: "keeps signals to itself",
    replaces: "container/foreground.ts#holdSignals",
    body: "return { sendTo() {}, release() {} };",
    check: "1.12",
    diagnosis: "signal-not-forwarded",
  },
  {
    name: "joins the words with spaces and lets a shell take them apart again",
    replaces: "inside/process.ts#execute",
    body: 'return [execve("/bin/sh", ["sh", "-c", argv.join(" ")], env)];',
    check: "1.13",
    diagnosis: "quoting-lost",
  },
  {
    name: "prints lines of its own into the container's output",
    replaces: "inside/process.ts#execute",
    body: `console.log("command is", argv.join(" "));
      return [execve(argv[0], argv, env)];`,
    check: "1.14",
    diagnosis: "output-changed",
  },
  {
    name: "gives a terminal, but not as the session's own",
    replaces: "inside/terminal.ts#controlTerminal",
    body: `const tty = slot("tty");
      return [
        keep("tty", open(path, O.RDWR | O.NOCTTY | O.CLOEXEC)),
        dup2(tty, 0),
        dup2(tty, 1),
        dup2(tty, 2),
      ];`,
    check: "1.15",
    diagnosis: "not-controlling",
  },
  {
    name: "has one exit code for all errors",
    replaces: "container/command.ts#commandError",
    body: "return new UserError(message);",
    check: "1.16",
    diagnosis: "not-found-code",
  },
  {
    name: "lets the container live on when mydocker is killed",
    replaces: "inside/process.ts#dieWithParent",
    body: "return [];",
    check: "1.19",
    diagnosis: "outlives-mydocker",
  },
];
