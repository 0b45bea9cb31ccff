/** User namespaces: who is who across the border (user_namespaces(7)). */
import {
  both,
  type Container,
  capabilities,
  goal,
  namespaceOf,
  read,
  shares,
  verbatim,
} from "../../../checks/src/harness/index.ts";

/** The lines of a map of a user namespace, as the machine sees them (user_namespaces(7)). */
const mapOf = (box: Container, which: "uid_map" | "gid_map") =>
  (read(box.pid, which) ?? "")
    .trim()
    .split("\n")
    .filter(Boolean)
    .map((line) => line.trim().split(/\s+/).join(" "));

const inMap = (which: "uid_map" | "gid_map", lines: readonly string[]) =>
  verbatim(`${which}: ${lines.join(" | ") || "-"}`);

function expectUserNamespace(box: Container): void {
  box.expect(!shares(box.pid, "user"), {
    diagnosis: "no-user-namespace",
    expected: both("a user namespace of its own", "自己的 user 命名空间"),
    observed: both(
      `the machine's ${namespaceOf(box.pid, "user")}`,
      `宿主机的 ${namespaceOf(box.pid, "user")}`,
    ),
  });
}

goal("1.9", async (t) => {
  expectRootIsCaller(await t.container(["pause"], { options: ["--userns"] }), { uid: 0, gid: 0 });
  const as = { uid: 1000, gid: 1001 };
  expectRootIsCaller(await t.container(["pause"], { options: ["--userns"], as }), as);
});

function expectRootIsCaller(box: Container, caller: { uid: number; gid: number }): void {
  expectUserNamespace(box);
  for (const which of ["uid_map", "gid_map"] as const) {
    const id = which === "uid_map" ? caller.uid : caller.gid;
    const lines = mapOf(box, which);
    const [inside, outside, size] = lines[0]?.split(" ").map(Number) ?? [];
    const cause = () => {
      if (lines.length === 0) return `no-${which.replace("_", "-")}`;
      if (id !== 0 && inside === id && outside === 0) return "caller-and-root-swapped";
      if (which === "gid_map" && outside === caller.uid) return "gid-map-of-the-uid";
      return size !== 1 ? "too-many-ids" : "not-the-caller";
    };
    box.expect(lines.join() === `0 ${id} 1`, {
      diagnosis: cause(),
      expected: inMap(which, [`0 ${id} 1`]),
      observed: inMap(which, lines),
    });
  }
}

goal("1.10", async (t) => {
  const one = await t.container(["pause"], { options: ["--uidmap", "1:0:1", "--gidmap", "1:0:1"] });
  expectMaps(one, ["1 0 1"], ["1 0 1"]);
  const left = capabilities(one.process, "CapEff");
  one.expect(left === 0n, {
    diagnosis: "capabilities-left",
    expected: both(
      "no capabilities after execve: nobody is root inside",
      "execve 之后没有任何能力（capability）：容器内没有 root",
    ),
    observed: verbatim(`CapEff: ${left.toString(16)}`),
  });
  const several = await t.container(["pause"], { options: RANGES });
  expectMaps(several, ["0 1000 1", "1 100000 10"], ["0 1001 1", "1 200000 20"]);
});

const RANGES = ["--uidmap", "0:1000:1", "--uidmap", "1:100000:10"].concat(
  ["--gidmap", "0:1001:1"],
  ["--gidmap", "1:200000:20"],
);

function expectMaps(box: Container, uids: readonly string[], gids: readonly string[]): void {
  expectUserNamespace(box);
  const swapped = (line: string) => line.replace(/^(\d+) (\d+)/, "$2 $1");
  for (const [which, asked] of [
    ["uid_map", uids],
    ["gid_map", gids],
  ] as const) {
    const lines = mapOf(box, which);
    const cause = () => {
      if (lines.join() === asked.map(swapped).join()) return "map-columns-swapped";
      if (which === "gid_map" && lines.join() === uids.join()) return "gid-map-of-the-uids";
      return lines.length < asked.length ? "ranges-missing" : "map-not-as-asked";
    };
    box.expect(lines.join() === asked.join(), {
      diagnosis: cause(),
      expected: inMap(which, asked),
      observed: inMap(which, lines),
    });
  }
}
