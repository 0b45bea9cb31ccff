/** Waiting. node:timers/promises has the same function, but takes a millisecond to load. */

/** Resolves after so many milliseconds. */
export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** Lets nothing at all happen in this process for so many milliseconds. */
export const sleep = (ms: number): void =>
  void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
