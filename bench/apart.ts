/**
 * The bench in a pretend host (checks/src/harness/host.ts), with places of its own for all that the
 * programs write: neither processes nor mounts, links, rules, groups or files of them are left.
 */
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openHost } from "../checks/src/harness/host.ts";
import { PROJECT } from "../checks/src/harness/places.ts";

/** Where compiled things are kept between runs. */
export const CACHE = join(PROJECT, ".cache/bench");

/** Tells the inner process its place. */
export const PLACE = "MYDOCKER_BENCH_PLACE";

/** `$1`: the place. crun refuses a machine that has both versions of cgroups, so all do without. */
const ENTER = `
mount --make-rprivate /
for dir in /etc /var/lib; do
  mkdir -p "$1$dir" "$1/work$dir"
  mount -t overlay -o "lowerdir=$dir,upperdir=$1$dir,workdir=$1/work$dir" overlay "$dir"
done
mount -t tmpfs -o mode=755 run /run
umount /sys/fs/cgroup/unified 2>/dev/null || :
mount --bind "$1" "$1"
mkdir -p "$1/home"
export HOME="$1/home"
shift
exec "$@"`;

/** Starts `main` again, inside; returns its exit code. */
export async function apart(main: string, words: readonly string[]): Promise<number> {
  removeLeftovers();
  const place = join(CACHE, `bed-${process.pid}`);
  mkdirSync(place, { recursive: true });
  const again = [process.execPath, ...process.execArgv, main, ...words];
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env; // reading it costs each Node 38 ms
  try {
    const host = await openHost({
      command: ["sh", "-euc", ENTER, "sh", place, ...again],
      env: { ...env, [PLACE]: place },
      stdio: ["ignore", "inherit", "inherit"],
      visible: [place],
    });
    return (await host.ended).code;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Of those that were killed. */
function removeLeftovers(): void {
  mkdirSync(CACHE, { recursive: true });
  for (const name of readdirSync(CACHE)) {
    const pid = /^bed-(\d+)$/.exec(name)?.[1];
    if (pid && !lives(Number(pid))) rmSync(join(CACHE, name), { recursive: true, force: true });
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
