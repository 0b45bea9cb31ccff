/** Waiting for a fact, never for a time. */
import { setTimeout } from "node:timers/promises";

const LOOK = 2; // ms between two looks at the kernel

/** ms for the kernel, or a program, to do what it is about to do. */
export const MOMENT = 1000;

/** How much slower than usual this machine is; every limit is multiplied by it. */
export const timeScale = (): number => Number(process.env.MYDOCKER_TIME_SCALE) || 1;

/** A limit in ms on this machine. */
export const scaled = (ms: number): number => ms * timeScale();

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
  const deadline = performance.now() + scaled(limit);
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) return undefined;
    await setTimeout(LOOK);
  }
}

/** What a promise gives, or undefined when the limit (ms, scaled) passes first. */
export async function within<T>(promise: Promise<T>, limit: number): Promise<T | undefined> {
  const stop = new AbortController();
  const late = setTimeout(scaled(limit), undefined, { signal: stop.signal }).catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    stop.abort();
  }
}
