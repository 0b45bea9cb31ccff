/**
 * 5.11 to 5.14: accidents in which the articles' programs delete a volume's data. Their containers
 * have an image; the data is a directory of the machine, and every way of removing is tried.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  both,
  type Container,
  Failure,
  goal,
  insideOf,
  MOMENT,
  mountsOf,
  read,
  TOOL,
  type Trial,
  until,
} from "../../../checks/src/harness/index.ts";
import { baseLayer, boxOf, storeWith } from "../../4-overlay/checks/images.ts";
import { expectVolume, same } from "./box.ts";
import { look, newHost } from "./host.ts";

const IMAGE = "nest";

/** The data that must not be lost. */
function precious(): string {
  const host = newHost({ precious: "data\n" });
  mkdirSync(join(host, "deep"));
  writeFileSync(join(host, "deep/er"), "more\n");
  return host;
}

/** A container of the image on the volume, which is really there. */
async function boxOn(t: Trial, name: string, host: string): Promise<Container> {
  const box = await boxOf(t, IMAGE, ["--name", name, "-v", `${host}:/v`]);
  expectVolume(box, "/v", host);
  return box;
}

const ready = (t: Trial) => storeWith(t, [{ name: IMAGE, layers: [baseLayer()] }]);

/** Ends a container and removes it in the ways that there are, whether they are needed or not. */
async function remove(t: Trial, name: string, box: Container): Promise<void> {
  await box.end();
  await t.mydocker(["rm", "-f", name]);
}

function expectData(t: Trial, host: string, before: string): void {
  if (look(host) === before) return;
  throw new Failure(t.lines().join("; "), {
    diagnosis: "data-lost",
    expected: both(`${host} as it was, with all its files`, `${host} 保持原样，文件一个不少`),
    observed: both(look(host) || "it is empty", look(host) || "它是空的"),
  });
}

goal("5.11", async (t) => {
  await ready(t);
  const host = precious();
  const before = look(host);
  const box = await boxOn(t, "busy", host);
  const elsewhere = mountsOf("self")
    .map(({ point }) => point)
    .filter((point) => same(point, host));
  const places = [host, insideOf(box.pid, "/v"), ...elsewhere];
  const sitters = places.map((cwd) => spawn(TOOL, ["pause", "sitter"], { cwd, stdio: "ignore" }));
  try {
    await remove(t, "busy", box);
    expectData(t, host, before);
  } finally {
    await Promise.all(sitters.map(dismiss));
  }
});

function dismiss(process: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => process.once("close", () => resolve()));
  process.kill("SIGKILL");
  return ended;
}

goal("5.12", async (t) => {
  await ready(t);
  const host = precious();
  const before = look(host);
  const box = await boxOn(t, "killed", host);
  box.command.signal("SIGKILL");
  await until(() => read(box.pid, "status") === undefined, MOMENT);
  await t.mydocker(["rm", "-f", "killed"]);
  expectData(t, host, before);
  const next = await boxOn(t, "next", host);
  await remove(t, "next", next);
  expectData(t, host, before);
});

goal("5.13", async (t) => {
  await ready(t);
  const host = precious();
  const moved = `${host}-moved`;
  const box = await boxOn(t, "moved", host);
  const before = look(host);
  renameSync(host, moved);
  mkdirSync(host);
  writeFileSync(join(host, "another"), "directory\n");
  const decoy = look(host);
  await remove(t, "moved", box);
  expectData(t, moved, before.replaceAll(host, moved));
  expectData(t, host, decoy);
});

goal("5.14", async (t) => {
  await ready(t);
  const host = precious();
  const before = look(host);
  const [one, two] = await Promise.all(["one", "two"].map((name) => boxOn(t, name, host)));
  if (one) await remove(t, "one", one);
  expectData(t, host, before);
  if (two) expectVolume(two, "/v", host, "data-lost");
  if (two) await remove(t, "two", two);
  expectData(t, host, before);
});
