/** Waiting for a fact, never for a time. */
import { setTimeout } from "node:timers/promises";
import { isBusy } from "./busy.ts";

const LOOK = 2; // ms between two looks at the kernel

/** ms for the kernel, or a program, to do what it is about to do. */
export const MOMENT = 1000;

/** How much slower than usual this machine is; every limit is multiplied by it. */
export const timeScale = (): number => Number(process.env.MYDOCKER_TIME_SCALE) || 1;

/** A limit in ms on this machine. */
export const scaled = (ms: number): number => ms * timeScale();

/** Limits are so many times as long on a machine that is busy when they have passed. */
const PATIENCE = 3;

/**
 * Looks until there is something to see.
 *
 * @param limit ms, scaled
 * @returns what `look` found, or undefined when the limit passed first
 */
export async function until<T>(
  look: () => T | undefined | false,
  limit: number,
): Promise<T | undefined> {
  const start = performance.now();
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    if (isOver(performance.now() - start, scaled(limit))) return undefined;
    await setTimeout(LOOK);
  }
}

const isOver = (waited: number, limit: number) =>
  waited > limit && (waited > PATIENCE * limit || !isBusy());

/** What a promise gives, or undefined when the limit (ms, scaled) passes first. */
export async function within<T>(promise: Promise<T>, limit: number): Promise<T | undefined> {
  const stop = new AbortController();
  try {
    return await Promise.race([promise, end(scaled(limit), stop.signal)]);
  } finally {
    stop.abort();
  }
}

async function end(limit: number, signal: AbortSignal): Promise<undefined> {
  try {
    await setTimeout(limit, undefined, { signal });
    if (isBusy()) await setTimeout((PATIENCE - 1) * limit, undefined, { signal });
  } catch {
    // what was waited for has come
  }
}
