/** Waiting. node:timers/promises has the same function, but takes a millisecond to load. */

/** Resolves after so many milliseconds. */
export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));
