/** Whether the machine is as it was. */
import { difference, type Ledger, readLedger } from "./ledger.ts";

const PAUSE = 50; // ms
const PAUSED = new Int32Array(new SharedArrayBuffer(4));

/** What differs, when what is under way has had its time: what a monitor calls ends by itself. */
export function settled(before: Ledger, ms: number, kinds?: string[]): string[] {
  for (const deadline = performance.now() + ms; ; Atomics.wait(PAUSED, 0, 0, PAUSE)) {
    const left = difference(before, readLedger(), kinds);
    if (left.length === 0 || performance.now() > deadline) return left;
  }
}
