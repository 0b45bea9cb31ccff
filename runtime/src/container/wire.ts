/** The frames between a monitor and those who are connected to it (native/clients.h). */

const HEADER = 5; // type, size

/** One frame: a letter, and its bytes. */
export interface Frame {
  readonly type: string;
  readonly bytes: Buffer;
}

/** A frame's bytes. */
export function frame(type: string, bytes: Uint8Array = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(HEADER);
  header.write(type, "latin1");
  header.writeUInt32LE(bytes.length, 1);
  return Buffer.concat([header, bytes]);
}

/** Takes a stream apart: returns the frames that have come whole, and keeps the rest. */
export function frameReader(): (bytes: Buffer) => Frame[] {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const frames: Frame[] = [];
    while (rest.length >= HEADER) {
      const end = HEADER + rest.readUInt32LE(1);
      if (rest.length < end) break;
      frames.push({ type: String.fromCharCode(rest[0] ?? 0), bytes: rest.subarray(HEADER, end) });
      rest = rest.subarray(end);
    }
    return frames;
  };
}
