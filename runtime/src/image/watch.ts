/** Progress, for who wants to show it. */
import type { Bytes } from "./tar/compression.ts";

/** One piece of work as it goes on. */
export interface Meter {
  add(bytes: number): void;
  /** It is done. */
  end(): void;
}

/** Called when a piece of work begins. @param total bytes; undefined when nobody knows */
export type Watch = (what: string, total: number | undefined) => Meter;

/** Nobody looks. */
export const unwatched: Watch = () => ({ add() {}, end() {} });

/** The same bytes, counted; the meter ends with the last one. */
export async function* metered(source: Bytes, meter: Meter): Bytes {
  for await (const piece of source) {
    meter.add(piece.length);
    yield piece;
  }
  meter.end();
}
