/**
 * What the interpreter must make of a stream: the same rules as in plan.c, written a second time, in
 * another language and another manner. The transcript is the one that fuzz.c prints.
 */
import { readFileSync } from "node:fs";
import { constants } from "node:os";

const { EBADF, EBADMSG, EMFILE, ENODATA, ENOENT, ENOSYS } = constants.errno;
const FIRST = 1000;
const MOST_SLOTS = 128;
const MOST_BYTES = 4 * 1024 * 1024;

interface Decoded {
  readonly kind: string;
  readonly shown: string;
  readonly slot?: string;
  readonly number?: number;
}

interface Decision {
  readonly name: string;
  readonly slot: string;
  readonly reported: boolean;
  readonly tolerated: readonly number[];
  readonly args: readonly Decoded[];
}

/** The table of calls.c: name → signature. */
export const signatures: ReadonlyMap<string, string> = new Map(
  [
    ...readFileSync(new URL("../calls.c", import.meta.url), "utf8").matchAll(
      /^ {2}CALL\((\w+),\s+"(\w*)"/gm,
    ),
  ].map(([, name = "", signature = ""]) => [name, signature]),
);

class Refused extends Error {
  readonly errno: number;
  constructor(errno: number) {
    super(`errno ${errno}`);
    this.errno = errno;
  }
}

function reader(body: Buffer) {
  let at = 0;
  const take = (size: number): Buffer => {
    if (size > body.length - at) throw new Refused(EBADMSG);
    at += size;
    return body.subarray(at - size, at);
  };
  const u32 = () => take(4).readUInt32LE();
  const text = (): Buffer => {
    const bytes = take(u32());
    if (take(1)[0] !== 0 || bytes.includes(0)) throw new Refused(EBADMSG);
    return bytes;
  };
  return { take, u32, text, u8: () => take(1).readUInt8(), left: () => body.length - at };
}

type Reader = ReturnType<typeof reader>;

const isSlot = (name: Buffer) => name.length > 0 && name.length < 32;

function argument(r: Reader): Decoded {
  switch (r.u8()) {
    case 0:
      return { kind: "0", shown: "" };
    case 1: {
      const number = r.take(8).readBigInt64LE();
      return { kind: "i", shown: `${number}`, number: Number(number) };
    }
    case 2:
      return { kind: "s", shown: r.text().toString("hex") };
    case 3:
      return { kind: "b", shown: r.take(r.u32()).toString("hex") };
    case 4: {
      const words: string[] = [];
      for (let count = r.u32(); count > 0; count--) words.push(`${r.text().toString("hex")},`);
      return { kind: "v", shown: words.join("") };
    }
    case 5: {
      const name = r.text();
      if (!isSlot(name)) throw new Refused(EBADMSG);
      return { kind: "d", shown: "", slot: name.toString("latin1") };
    }
    default:
      throw new Refused(EBADMSG);
  }
}

const FITS: Readonly<Record<string, string>> = { S: "s0", d: "di", x: "bi" };

function decide(body: Buffer, slots: ReadonlyMap<string, number>): Decision {
  const r = reader(body);
  const name = r.text().toString("latin1");
  const flags = r.u8();
  const slot = r.text();
  const tolerated = Array.from({ length: r.u8() }, () => r.take(4).readInt32LE());
  const argc = r.u8();
  if (argc > 6) throw new Refused(EBADMSG);
  const args = Array.from({ length: argc }, () => argument(r));
  if (r.left() > 0 || flags > 1 || (slot.length > 0 && !isSlot(slot))) throw new Refused(EBADMSG);
  const signature = signatures.get(name);
  if (signature === undefined) throw new Refused(ENOSYS);
  if (signature.length !== argc) throw new Refused(EBADMSG);
  args.forEach(({ kind }, i) => {
    const letter = signature[i] ?? "";
    if (!(FITS[letter] ?? letter).includes(kind)) throw new Refused(EBADMSG);
  });
  if (args.some(({ slot }) => slot !== undefined && !slots.has(slot))) throw new Refused(EBADF);
  const kept = slot.toString("latin1");
  if (kept && !slots.has(kept) && slots.size >= MOST_SLOTS) throw new Refused(EMFILE);
  return { name, slot: kept, reported: flags === 1, tolerated, args };
}

function show({ name, args }: Decision, slots: ReadonlyMap<string, number>): string {
  const shown = args.map(({ kind, shown, slot }) =>
    slot === undefined ? ` ${kind}${shown}` : ` d${slots.get(slot)}`,
  );
  return name + shown.join("");
}

/** The lines that fuzz.c prints for a stream. */
export function judge(stream: Buffer): string[] {
  const slots = new Map([
    ["plan", 900],
    ["report", 901],
  ]);
  const lines: string[] = [];
  let opened = 0;
  let at = 0;
  const body = (): Buffer => {
    if (stream.length - at < 4) throw new Refused(ENODATA);
    const size = stream.readUInt32LE(at);
    at += 4;
    if (size > MOST_BYTES) throw new Refused(EBADMSG);
    if (size > stream.length - at) throw new Refused(ENODATA);
    at += size;
    return stream.subarray(at - size, at);
  };
  for (let index = 0; ; index++) {
    try {
      const decision = decide(body(), slots);
      const { name, slot, reported, tolerated, args } = decision;
      if (name === "execve" && reported) lines.push(`report ${index} 0`);
      lines.push(show(decision, slots));
      if (name === "execve" && !tolerated.includes(ENOENT)) throw new Refused(ENOENT);
      const parts = name === "clone" || name === "clone3"; // into a caller and its child
      const result = parts ? 0 : FIRST + (name === "execve" ? 0 : opened++);
      if (reported && !parts) lines.push(`report ${index} ${name === "execve" ? ENOENT : 0}`);
      if (name === "close") forget(slots, args[0]);
      if (slot && name !== "execve" && !parts) slots.set(slot, result);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return [...lines, `report ${index} ${error.errno}`];
    }
  }
}

function forget(slots: Map<string, number>, { slot, number }: Decoded = { kind: "", shown: "" }) {
  const fd = slot === undefined ? number : slots.get(slot);
  for (const [name, kept] of slots) if (kept === fd) slots.delete(name);
}
