/** A container's log, as its monitor writes it (docker's json-file). */
import { closeSync, existsSync, fstatSync, openSync, readSync, statSync, watch } from "node:fs";
import { join } from "node:path";

/** One entry: a line with its end, or a part of one that is long. */
export interface LogEntry {
  readonly log: Buffer;
  readonly stream: "stdout" | "stderr";
  /** RFC 3339 with nanoseconds, in UTC */
  readonly time: string;
  /** Lines that are missing here, since the disk did not take them. */
  readonly dropped?: number;
}

const NAME = "json.log";
const CHUNK = 256 * 1024;
const NEWLINE = 10;

/** A file of the log that is open, and how far it has been read. */
interface Open {
  readonly fd: number;
  at: number;
  /** The beginning of a line whose end is not there yet. */
  rest: string;
}

/**
 * Reads the log.
 *
 * @param tail how many of the last entries; undefined: all
 * @param ended goes on until this resolves, when nothing will be written any more
 */
export async function* readLog(
  directory: string,
  tail: number | undefined,
  ended?: Promise<unknown>,
): AsyncGenerator<LogEntry[]> {
  const files = openAll(directory);
  try {
    if (tail !== undefined) skipTo(files, tail);
    for (const file of files) yield* entriesOf(file);
    if (ended) yield* follow(directory, files, ended);
  } finally {
    for (const { fd } of files) closeSync(fd);
  }
}

/** All that there are, the oldest first: open, so that they stay although they are rotated. */
function openAll(directory: string): Open[] {
  let oldest = 0;
  while (existsSync(join(directory, `${NAME}.${oldest + 1}`))) oldest++;
  return Array.from({ length: oldest + 1 }, (_, i) => oldest - i).flatMap((i) => {
    const file = openLog(join(directory, i === 0 ? NAME : `${NAME}.${i}`));
    return file ? [file] : [];
  });
}

function openLog(path: string): Open | undefined {
  try {
    return { fd: openSync(path, "r"), at: 0, rest: "" };
  } catch {
    return undefined; // nothing was ever written, or it is being rotated
  }
}

/** Entries are lines, and the last ones are found from the end. */
function skipTo(files: readonly Open[], tail: number): void {
  let missing = tail;
  for (const file of files.toReversed()) {
    const { size } = fstatSync(file.fd);
    if (missing === 0) file.at = size;
    else missing = skipInFile(file, size, missing);
  }
}

/** @returns how many lines are still missing */
function skipInFile(file: Open, size: number, lines: number): number {
  const chunk = Buffer.allocUnsafe(CHUNK);
  let found = 0;
  for (let end = size; end > 0; end -= CHUNK) {
    const start = Math.max(0, end - CHUNK);
    const got = readSync(file.fd, chunk, 0, end - start, start);
    for (let i = got - 1; i >= 0; i--) {
      if (chunk[i] !== NEWLINE || start + i === size - 1) continue;
      found++;
      if (found === lines) {
        file.at = start + i + 1;
        return 0;
      }
    }
  }
  return lines - found - (size > 0 ? 1 : 0);
}

/** Reads on from where it stopped, as far as lines are whole; a few at a time. */
function* entriesOf(file: Open): Generator<LogEntry[]> {
  const chunk = Buffer.allocUnsafe(CHUNK);
  for (;;) {
    const size = readSync(file.fd, chunk, 0, CHUNK, file.at);
    if (size === 0) return;
    file.at += size;
    const lines = (file.rest + chunk.toString("latin1", 0, size)).split("\n");
    file.rest = lines.pop() ?? "";
    yield lines.flatMap((line) => parse(line) ?? []);
  }
}

/** Bytes that are not UTF-8 stay what they are. A line that the machine's end has torn is none. */
function parse(line: string): LogEntry | undefined {
  try {
    const { log, stream, time, dropped } = JSON.parse(line);
    return { log: Buffer.from(log, "latin1"), stream, time, dropped };
  } catch {
    return undefined;
  }
}

async function* follow(directory: string, files: Open[], ended: Promise<unknown>) {
  const bell = ring(directory, ended);
  try {
    for (;;) {
      const { over, next } = bell.listen();
      yield* readOn(directory, files);
      if (over) return;
      await next;
    }
  } finally {
    bell.close();
  }
}

/** The rest of the file that was read last, and those that came after it. */
function* readOn(directory: string, files: Open[]): Generator<LogEntry[]> {
  for (;;) {
    const last = files.at(-1);
    if (last) yield* entriesOf(last);
    const next = successor(directory, last);
    if (!next) return;
    files.push(next);
  }
}

/** The file after one that was rotated; undefined while that is the newest. */
function successor(directory: string, last: Open | undefined): Open | undefined {
  if (!last) return openLog(join(directory, NAME));
  const { ino, size } = fstatSync(last.fd);
  if (size < last.at) last.at = 0; // begun anew, as there is to be one file only
  const names = [NAME];
  for (let i = 1; existsSync(join(directory, `${NAME}.${i}`)); i++) names.push(`${NAME}.${i}`);
  const at = names.findIndex((name) => inode(join(directory, name)) === ino);
  if (at === 0) return undefined;
  return openLog(join(directory, names[at === -1 ? names.length - 1 : at - 1] ?? NAME));
}

const inode = (path: string) => statSync(path, { throwIfNoEntry: false })?.ino;

/** Tells when the directory changes (inotify(7)), and when all is over. */
function ring(directory: string, ended: Promise<unknown>) {
  let wake = () => {};
  let over = false;
  const watcher = watch(directory, () => wake());
  watcher.on("error", () => {}); // it was removed: the end comes too
  void ended.then(() => {
    over = true;
    wake();
  });
  return {
    listen() {
      const next = new Promise<void>((resolve) => {
        wake = resolve;
      });
      return { over, next };
    },
    close: () => watcher.close(),
  };
}
