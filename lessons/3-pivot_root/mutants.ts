/**
 * Mistakes that people make in lesson 3. Those in functions of the learner's own come first; then
 * those in code that is given, without which no guard could be shown to guard anything.
 */
import { readFileSync } from "node:fs";
import type { Mutant } from "../../checks/src/harness/mutant.ts";

const ENTER = `mount(root, root, null, MS.BIND | MS.REC, null),
  chdir(root),`;

/** The body of a function of the reference, with a part of it changed. */
function changed(file: string, name: string, ...edits: readonly [part: string, to: string][]) {
  const source = readFileSync(new URL(`../../runtime/src/${file}`, import.meta.url), "utf8");
  const body = new RegExp(`^export function ${name}\\b.*?\\{\\n(.*?)^\\}$`, "ms").exec(source)?.[1];
  return edits.reduce((text, [part, to]) => {
    if (!text.includes(part)) throw new Error(`${name} in ${file} has no ${part}`);
    return text.replace(part, to);
  }, body ?? "");
}

const dev = (...edits: readonly [part: string, to: string][]) =>
  changed("inside/dev.ts", "mountDev", ...edits);

const DEV = 'mount("tmpfs", "/dev", "tmpfs", MS.NOSUID | MS.STRICTATIME, "mode=755,size=65536k"),';
const PTS = 'mount("devpts", "/dev/pts", "devpts", MS.NOSUID | MS.NOEXEC, ptsOptions()),';
const SHM = 'mount("shm", "/dev/shm", "tmpfs", UNSAFE, "mode=1777,size=65536k"),';
const MQUEUE = 'mount("mqueue", "/dev/mqueue", "mqueue", UNSAFE, null),';

/** The body of mountEtcFiles that writes into whatever is at /etc/NAME. */
const WRITES = `return Object.entries(files).flatMap(([name, text]) => [
  keep("file", tolerate([ERRNO.ENOENT], open(\`/etc/\${name}\`, O.WRONLY | O.TRUNC | O.CLOEXEC))),
  write(slot("file"), text),
  close(slot("file")),
]);`;

/** One sentence, one function, one check, one diagnosis. */
export const mutants: readonly Mutant[] = [
  {
    name: "forgets that pivot_root wants a mount, and binds nothing",
    replaces: "enter",
    body: 'return [chdir(root), pivot_root(".", ".")];',
    check: "3.1",
    diagnosis: "not-bound",
  },
  {
    name: "forgets to go into the new root before it says “.”",
    replaces: "enter",
    body: 'return [mount(root, root, null, MS.BIND | MS.REC, null), pivot_root(".", ".")];',
    check: "3.1",
    diagnosis: "pivot-refused",
  },
  {
    name: "unmounts the old root without MNT_DETACH",
    replaces: "leave",
    body: 'return [umount2(".", 0), chdir("/")];',
    check: "3.1",
    diagnosis: "old-root-busy",
  },
  {
    name: "never unmounts the old root",
    replaces: "leave",
    body: 'return [chdir("/")];',
    check: "3.2",
    diagnosis: "old-root-attached",
  },
  {
    name: "binds the machine's /dev into the new root, as one does by hand",
    replaces: "enter",
    body: `return [
      ${ENTER}
      mount("/dev", "dev", null, MS.BIND | MS.REC, null),
      pivot_root(".", "."),
    ];`,
    check: "3.2",
    diagnosis: "machine-mounts",
  },
  {
    name: "changes the root with chroot instead of pivot_root",
    replaces: "container/plan.ts#ownRoot",
    body: `return [
      ...openDevices(c),
      ...enterRoot(root),
      ...refuseLinks(["/proc", "/sys"]),
      ...mountProc(),
      ...mountSys(),
      ...leaveMachine(),
      ...mountDev(c),
      ...mountEtcFiles(etcFiles(c)),
    ]
      .filter(({ name, args }) => name !== "umount2" || args[0] !== ".")
      .map((call) => (call.name === "pivot_root" ? chroot(".") : call));`,
    imports: 'import { chroot } from "../kernel/call.ts";',
    check: "3.2",
    diagnosis: "only-chroot",
  },
  {
    name: "keeps a descriptor of the old root, to find back",
    replaces: "enter",
    body: `return [
      open("/", O.DIRECTORY),
      ${ENTER}
      pivot_root(".", "."),
    ];`,
    check: "3.3",
    diagnosis: "descriptor-kept",
  },
  {
    name: "leaves the mounts shared, so that they travel to the machine",
    replaces: "private",
    body: "return [];",
    check: "3.4",
    diagnosis: "mounts-propagate",
  },
  {
    name: "mounts a devtmpfs, which has the machine's devices",
    replaces: "dev",
    body: dev(
      [DEV, 'mount("devtmpfs", "/dev", "devtmpfs", MS.NOSUID, null),'],
      ["...DEVICES.flatMap(ids ? boundDevice : ownDevice),", ""],
      ["...LINKS", "...LINKS.slice(0, 0)"],
      ['mkdir("/dev/pts", 0o755),', ""],
      ['mkdir("/dev/shm", 0o1777),', ""],
      ['mkdir("/dev/mqueue", 0o1777),', ""],
      [MQUEUE, ""],
    ),
    check: "3.5",
    diagnosis: "dev-of-the-machine",
  },
  {
    name: "makes the devices in the image's own /dev",
    replaces: "dev",
    body: dev([DEV, ""]),
    check: "3.5",
    diagnosis: "no-dev",
  },
  {
    name: "forgets shared memory and message queues",
    replaces: "dev",
    body: dev(
      ['mkdir("/dev/shm", 0o1777),', ""],
      [SHM, ""],
      ['mkdir("/dev/mqueue", 0o1777),', ""],
      [MQUEUE, ""],
    ),
    check: "3.5",
    diagnosis: "dev-incomplete",
  },
  {
    name: "forgets /dev/fd, stdin, stdout and stderr",
    replaces: "dev",
    body: dev(["...LINKS", "...LINKS.slice(-1)"]),
    check: "3.5",
    diagnosis: "dev-links",
  },
  {
    name: "packs major and minor the wrong way round",
    replaces: "dev",
    body: dev(["(major << 8) | minor", "(minor << 8) | major"]),
    check: "3.5",
    diagnosis: "device-number",
  },
  {
    name: "makes devices that only root may write to, as a umask of 022 does",
    replaces: "dev",
    body: dev(["0o666", "0o644"]),
    check: "3.5",
    diagnosis: "device-mode",
  },
  {
    name: "mounts /dev with nodev, so that no device works",
    replaces: "dev",
    body: dev(["MS.NOSUID | MS.STRICTATIME", "MS.NOSUID | MS.NODEV"]),
    check: "3.6",
    diagnosis: "device-dead",
  },
  {
    name: "has directories for shared memory, but nothing mounted there",
    replaces: "dev",
    body: dev([SHM, ""], [MQUEUE, ""]),
    check: "3.6",
    diagnosis: "no-shared-memory",
  },
  {
    name: "lets only root write to shared memory",
    replaces: "dev",
    body: dev(["mode=1777", "mode=755"]),
    check: "3.6",
    diagnosis: "shared-memory-mode",
  },
  {
    name: "mounts devpts without ptmxmode, so that only root gets a terminal",
    replaces: "dev",
    body: dev(["ptmxmode=0666,", ""]),
    check: "3.7",
    diagnosis: "ptmx-mode",
  },
  {
    name: "has a directory for terminals, but no devpts",
    replaces: "dev",
    body: dev([PTS, ""]),
    check: "3.7",
    diagnosis: "no-terminals",
  },
  {
    name: "does not make the terminal the console, too",
    replaces: "inside/terminal.ts#becomeConsole",
    body: "return [];",
    check: "3.7",
    diagnosis: "no-console",
  },
  {
    name: "covers all of /etc with the three files",
    replaces: "etc",
    body: `return [
      mount("etc", "/etc", "tmpfs", MS.NOSUID | MS.NODEV | MS.NOEXEC, "mode=755"),
      ...Object.entries(files).flatMap(([name, text]) => [
        keep("file", open(\`/etc/\${name}\`, O.WRONLY | O.CREAT | O.CLOEXEC, 0o644)),
        write(slot("file"), text),
        close(slot("file")),
      ]),
    ];`,
    check: "3.8",
    diagnosis: "etc-hidden",
  },
  {
    name: "gives the container only a hostname file",
    replaces: "container/etc.ts#etcFiles",
    body: "return { hostname: lines([hostname]) };",
    check: "3.8",
    diagnosis: "etc-of-the-image",
  },
  {
    name: "leaves ::1 out of /etc/hosts",
    replaces: "container/etc.ts#etcFiles",
    body: `return {
      hostname: \`\${hostname}\\n\`,
      hosts: "127.0.0.1\\tlocalhost\\n",
      "resolv.conf": lines(nameservers()),
    };`,
    check: "3.8",
    diagnosis: "etc-hosts",
  },
  {
    name: "forgets the newline at the end of /etc/hostname",
    replaces: "container/etc.ts#etcFiles",
    body: 'return { hostname, hosts: lines(HOSTS), "resolv.conf": lines(nameservers()) };',
    check: "3.8",
    diagnosis: "etc-hostname",
  },
  {
    name: "copies the machine's resolv.conf with a server that only the machine reaches",
    replaces: "host/resolv.ts#nameservers",
    body: "return readLines(path);",
    check: "3.8",
    diagnosis: "etc-resolv-stub",
  },
  {
    name: "writes its three files into the image",
    replaces: "etc",
    body: WRITES,
    check: "3.9",
    diagnosis: "image-rewritten",
  },
  {
    name: "leaves the file system of its three files on /proc",
    replaces: "etc",
    body: changed("inside/etc.ts", "mountEtcFiles", ['umount2("/proc", MNT.DETACH),', ""]),
    check: "3.10",
    diagnosis: "proc-covered",
  },
  {
    name: "mounts /proc before the new root is entered, where nobody sees it",
    replaces: "container/plan.ts#enterPlan",
    body: `return [
      ...dieWithParent(),
      umask(0),
      ...privateMounts(),
      ...mountProc(),
      ...(c.root === undefined
        ? []
        : [
            ...openDevices(c),
            ...enterRoot(c.root),
            ...mountSys(),
            ...leaveMachine(),
            ...mountDev(c),
            ...mountEtcFiles(etcFiles(c)),
          ]),
      ...setHostname(c.hostname),
      ...loopbackUp(),
    ];`,
    check: "3.10",
    diagnosis: "proc-lost",
  },
  {
    name: "mounts a /sys that can be written to",
    replaces: "inside/dev.ts#mountSys",
    body: 'return [mount("sysfs", "/sys", "sysfs", UNSAFE, null)];',
    check: "3.10",
    diagnosis: "sys-writable",
  },
  {
    name: "makes a directory for the old root and leaves it in the image",
    replaces: "enter",
    body: `return [
      ${ENTER}
      tolerate([ERRNO.EEXIST], mkdir(".pivot_root", 0o700)),
      pivot_root(".", ".pivot_root"),
      chdir("/.pivot_root"),
    ];`,
    imports: 'import { mkdir } from "../kernel/call.ts";',
    check: "3.11",
    diagnosis: "left-in-image",
  },
  {
    name: "makes a directory for the old root and stops when there is one already",
    replaces: "enter",
    body: `return [
      ${ENTER}
      mkdir(".pivot_root", 0o700),
      pivot_root(".", ".pivot_root"),
      chdir("/.pivot_root"),
    ];`,
    imports: 'import { mkdir } from "../kernel/call.ts";',
    check: "3.12",
    diagnosis: "left-over-in-the-way",
  },
  {
    name: "makes only the topmost mount private, so that a root on another one is shared",
    replaces: "private",
    body: 'return [mount(null, "/", null, MS.PRIVATE, null)];',
    check: "3.13",
    diagnosis: "root-shared",
  },
  {
    name: "makes a directory in the image, which may be read-only",
    replaces: "enter",
    body: `return [
      ${ENTER}
      tolerate([ERRNO.EEXIST], mkdir("oldroot", 0o700)),
      pivot_root(".", "."),
    ];`,
    imports: 'import { mkdir } from "../kernel/call.ts";',
    check: "3.13",
    diagnosis: "root-read-only",
  },
  {
    name: "enters the machine's own root as if it were an image",
    replaces: "host/rootdir.ts#resolveRoot",
    body: "return realpathSync(dir);",
    check: "3.13",
    diagnosis: "root-machine",
  },
  {
    name: "does not make the root read-only",
    replaces: "inside/root.ts#readOnlyRoot",
    body: "return [];",
    check: "3.14",
    diagnosis: "root-writable",
  },
  {
    name: "makes the file system read-only, and not the mount",
    replaces: "inside/root.ts#readOnlyRoot",
    body: 'return [mount(null, "/", null, MS.REMOUNT | MS.RDONLY, null)];',
    check: "3.14",
    diagnosis: "machine-read-only",
  },
  {
    name: "takes nosuid and nodev away when it makes the root read-only",
    replaces: "inside/root.ts#readOnlyRoot",
    body: 'return [mount(null, "/", null, MS.REMOUNT | MS.BIND | MS.RDONLY, null)];',
    check: "3.14",
    diagnosis: "flags-lost",
  },
  {
    name: "forgets the directories in memory",
    replaces: "inside/tmpfs.ts#mountTmpfs",
    body: "return [];",
    check: "3.14",
    diagnosis: "tmpfs-missing",
  },
  {
    name: "prepares the image's /etc by its path on the machine",
    replaces: "container/plan.ts#ownRoot",
    body: `return [
      keep("hosts", tolerate([2, 40], open(\`\${root}/etc/hosts\`, 0o1101, 0o644))),
      ...[
        ...openDevices(c),
        ...enterRoot(root),
        ...refuseLinks(["/proc", "/sys"]),
        ...mountProc(),
        ...mountSys(),
        ...leaveMachine(),
        ...mountDev(c),
        ...mountEtcFiles(etcFiles(c)),
      ],
    ];`,
    imports: 'import { keep, open, tolerate } from "../kernel/call.ts";',
    check: "3.15",
    diagnosis: "link-followed",
  },
  {
    name: "makes an ordinary file of each device",
    replaces: "dev",
    body: dev(["S_IFCHR | 0o666", "0o666"]),
    check: "3.5",
    diagnosis: "no-device-node",
  },
  {
    name: "gives terminals to a group that a user namespace does not know",
    replaces: "dev",
    body: dev(['ids ? "" : ",gid=5"', '",gid=5"']),
    check: "3.16",
    diagnosis: "unmapped-group",
  },
  {
    name: "makes devices where only the machine's root may",
    replaces: "dev",
    body: dev(["ids ? boundDevice : ownDevice", "ownDevice"]),
    check: "3.16",
    diagnosis: "did-not-run",
  },
];
