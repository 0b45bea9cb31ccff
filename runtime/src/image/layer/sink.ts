/** Where an archive's bytes go: gathered into large pieces, each written once and digested. */
import { readSync } from "node:fs";

/** Takes bytes in order. */
export interface Sink {
  put(bytes: Uint8Array): void;
  /**
   * Takes the next bytes of an open file.
   *
   * @returns how many there were; fewer than `size` when the file has no more
   */
  putFile(fd: number, size: number): number;
  /** Passes on what has been gathered. */
  flush(): void;
}

const PIECE = 1024 * 1024; // bytes

/** @param write is given each piece; it must take all of it, and not keep the buffer */
export function openSink(write: (piece: Buffer) => void): Sink {
  const buffer = Buffer.allocUnsafe(PIECE);
  let used = 0;

  function flush(): void {
    if (used > 0) write(buffer.subarray(0, used));
    used = 0;
  }

  return {
    put(bytes) {
      for (let done = 0; done < bytes.length; ) {
        if (used === PIECE) flush();
        const part = bytes.subarray(done, done + PIECE - used);
        buffer.set(part, used);
        used += part.length;
        done += part.length;
      }
    },
    putFile(fd, size) {
      let done = 0;
      while (done < size) {
        if (used === PIECE) flush();
        const got = readSync(fd, buffer, used, Math.min(PIECE - used, size - done), null);
        if (got === 0) break;
        used += got;
        done += got;
      }
      return done;
    },
    flush,
  };
}
