/**
 * Names that do not tell whose a submission is, and stay the same all term: they are made of the
 * name and of a secret of this checkout.
 */
import { createHmac, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROJECT } from "../harness/places.ts";
import type { Grades } from "./model.ts";

const SECRET = join(PROJECT, ".cache/grade/secret");

const BIRDS = [
  ..."avocet bittern bunting chough coot crane curlew dipper dotterel dunlin dunnock egret".split(
    " ",
  ),
  ..."fieldfare finch gannet garganey godwit goshawk grebe hobby hoopoe ibis jackdaw kestrel".split(
    " ",
  ),
  ..."kite knot lapwing linnet magpie martin merlin nightjar nuthatch oriole osprey ouzel".split(
    " ",
  ),
  ..."petrel pintail pipit plover pochard quail redstart robin rook ruff sanderling shrike".split(
    " ",
  ),
  ..."siskin skua smew snipe starling stilt stonechat swift teal tern thrush turnstone".split(" "),
  ..."twite wagtail wheatear whimbrel".split(" "),
];

/** A bird and six digits: `heron-3f2a91`. */
export function pseudonym(name: string, secret: Uint8Array): string {
  const digest = createHmac("sha256", secret).update(name).digest();
  const bird = BIRDS[digest.readUInt16BE(0) % BIRDS.length];
  return `${bird}-${digest.subarray(2, 5).toString("hex")}`;
}

/** The secret of this checkout, made when it is first needed. */
export function secretOf(file: string = SECRET): Uint8Array {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, randomBytes(32), { mode: 0o600, flag: "wx" });
  }
  return readFileSync(file);
}

/** The same grades under pseudonyms, in an order that tells nothing either. */
export function anonymous(grades: Grades, secret: Uint8Array = secretOf()): Grades {
  const submissions = grades.submissions
    .map((submission) => ({ ...submission, name: pseudonym(submission.name, secret) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { ...grades, submissions };
}
