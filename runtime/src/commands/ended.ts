/** `mydocker ended`: what a monitor becomes when its container has ended; not for people. */
import { settle } from "../container/ended.ts";
import { awaitLife } from "../container/lives.ts";
import { read } from "../container/store.ts";

const PATIENCE = 10_000; // ms for another mydocker that looks after it

/** Whoever came first has done it, and then the container lives again or nobody looks after it. */
export async function main([id = ""]: readonly string[]): Promise<number> {
  const record = read(id);
  if (!record || record.finished !== undefined) return 0;
  const life = await awaitLife(id, PATIENCE);
  if (life) await settle(id, life);
  return 0;
}
