import { suite } from "uvu";
import * as assert from "uvu/assert";
import * as call from "../src/kernel/call.ts";
import { describeErrno, ERRNO } from "../src/kernel/errno.ts";
import { explain, SyscallError } from "../src/kernel/errors.ts";
import { CLONE, MNT, MOVE_MOUNT, MS, O, PR, RLIMIT, S_IFCHR, SIGNAL } from "../src/kernel/flags.ts";
import { format } from "../src/kernel/format.ts";
import { hintFor } from "../src/kernel/hints.ts";
import { placeIn, placeOf } from "../src/kernel/site.ts";

const test = suite("calls");

test("a call reads like its line in the manual page", () => {
  const flags = MS.NOSUID | MS.NODEV | MS.NOEXEC;
  assert.is(
    format(call.mount("proc", "/proc", "proc", flags, null)),
    'mount("proc", "/proc", "proc", MS_NOSUID|MS_NODEV|MS_NOEXEC, NULL)',
  );
  assert.is(format(call.umount2(".", MNT.DETACH)), 'umount2(".", MNT_DETACH)');
  assert.is(format(call.prctl(PR.SET_PDEATHSIG, 9)), "prctl(PR_SET_PDEATHSIG, 9, 0, 0, 0)");
});

test("modes are octal, devices hexadecimal, an unknown flag stays a number", () => {
  assert.is(format(call.mkdir("/dev", 0o755)), 'mkdir("/dev", 0755)');
  assert.is(
    format(call.mknod("/dev/null", S_IFCHR | 0o666, 0x103)),
    'mknod("/dev/null", S_IFCHR|0666, 0x103)',
  );
  assert.is(format(call.unshare(CLONE.NEWNS | 1)), "unshare(CLONE_NEWNS|0x1)");
  assert.is(format(call.clone(CLONE.NEWPID | SIGNAL.CHLD)), "clone(CLONE_NEWPID|SIGCHLD)");
});

test("a kept descriptor is shown by its name", () => {
  const opened = call.keep("tty", call.open("/dev/pts/0", O.RDWR | O.NOCTTY));
  assert.is(format(opened), 'open("/dev/pts/0", O_RDWR|O_NOCTTY, 0666) = <tty>');
  assert.is(format(call.dup2(call.slot("tty"), 1)), "dup2(<tty>, 1)");
});

test("structures show what is in them", () => {
  assert.is(format(call.setgroups([0, 10])), "setgroups([0, 10])");
  assert.is(
    format(call.setrlimit(RLIMIT.NOFILE, 1024n, 4096n)),
    "setrlimit(RLIMIT_NOFILE, {rlim_cur=1024, rlim_max=4096})",
  );
  assert.is(format(call.write(call.slot("file"), "0\n")), 'write(<file>, "0\\n")');
});

test("a call knows the line and the function that wrote it", () => {
  function mountSomething() {
    return call.mount("x", "/x", "tmpfs", 0, null);
  }
  const place = placeOf(mountSomething());
  assert.is(place?.name, "mountSomething");
  assert.match(place?.file ?? "", /test\/call\.test\.ts$/);
});

test("wrapping a call changes neither the call nor its place", () => {
  const plain = call.mkdir("/proc", 0o555);
  const wrapped = call.tolerate([ERRNO.EEXIST], plain);
  assert.is(plain.tolerated, undefined);
  assert.equal(wrapped.tolerated, [ERRNO.EEXIST]);
  assert.is(wrapped.site, plain.site);
});

test("an error number has the name and the words that Linux gives it", () => {
  assert.is(describeErrno(ERRNO.ENOENT), "ENOENT (No such file or directory)");
  assert.is(describeErrno(ERRNO.EOPNOTSUPP), "EOPNOTSUPP (Operation not supported)");
});

test("an error of the program's own is told from a call that was refused", async () => {
  assert.match(
    await explain(new ReferenceError("port is not defined")),
    /^ReferenceError: port is/,
  );
  const refused = new SyscallError(call.mkdir("/a", 0o755), ERRNO.ENOENT);
  assert.match(await explain(refused), /^mkdir\("\/a", 0755\) failed: ENOENT/);
});

test("an errno is explained where its usual cause is known", () => {
  const target = call.move_mount(call.slot("a"), "", -100, "/a", MOVE_MOUNT.F_EMPTY_PATH);
  const path = call.move_mount(call.slot("a"), "", -100, "/a", 0);
  assert.match(hintFor(target, "ENOENT") ?? "", "the target is not there");
  assert.match(hintFor(path, "ENOENT") ?? "", "only with MOVE_MOUNT_F_EMPTY_PATH");
  assert.match(hintFor(call.close(call.slot("a")), "EBADF") ?? "", "in this slot: keep(");
  assert.is(hintFor(call.fchown(7, 0, 0), "EBADF"), undefined);
  assert.match(hintFor(call.mkdir("/a", 0o755), "EEXIST") ?? "", "tolerate([ERRNO.EEXIST]");
});

test("what takes a call says so when it gets none, with the line that wrote it", () => {
  const mkdir = call.mkdir("/proc", 0o555);
  const wrong: readonly (readonly [write: () => unknown, message: string])[] = [
    [() => Reflect.apply(call.tolerate, null, [mkdir, [17]]), "tolerate(): argument 1 is no list"],
    [() => Reflect.apply(call.tolerate, null, [17, mkdir]), "tolerate(): argument 1 is no list"],
    [() => Reflect.apply(call.tolerate, null, [[17], 17]), "tolerate(): argument 2 is no call"],
    [() => Reflect.apply(call.tolerate, null, [[17], call.mkdir]), "tolerate(): argument 2 is"],
    [() => Reflect.apply(call.keep, null, [mkdir, "f"]), "keep(): argument 2 is no call"],
    [() => Reflect.apply(call.keep, null, ["f"]), "keep(): argument 2 is no call"],
    [() => Reflect.apply(call.mount, null, ["a", "/a", undefined, 0, null]), "argument 3 is undef"],
    [() => Reflect.apply(call.unshare, null, []), "unshare(): argument 1 is undefined"],
  ];
  for (const [write, message] of wrong) {
    const error = thrown(write);
    assert.match(error.message, message);
    assert.match(placeIn(error.stack ?? "")?.file ?? "", /test\/call\.test\.ts$/, error.stack);
  }
});

function thrown(write: () => unknown): Error {
  try {
    write();
  } catch (error) {
    if (error instanceof TypeError) return error;
  }
  throw new Error("no TypeError was thrown");
}

test.run();
