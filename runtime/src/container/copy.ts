/** Copies files between the machine and a container, as archives that nobody needs to store. */
import { closeSync } from "node:fs";
import { packTree } from "../image/copy/pack.ts";
import { type Owner, type TreeWriter, treeWriter } from "../image/copy/place.ts";
import { type Bytes, decompress } from "../image/tar/compression.ts";
import { tarReader } from "../image/tar/reader.ts";
import { describeErrno } from "../kernel/errno.ts";
import { UserError } from "../kernel/errors.ts";
import { findDirectory, findSource, findTarget, type Side } from "./copyplace.ts";

/** What was copied. */
export interface Copied {
  /** Bytes of the archive that it made. */
  readonly bytes: number;
  /** What could not be copied as it was, each as a sentence. */
  readonly remarks: readonly string[];
}

/** How. */
export interface Manner {
  /** `-L`: what a link leads to, in place of the link. */
  readonly follow: boolean;
  /** Whose the copies are; undefined: whose the originals are. */
  readonly owner?: Owner | undefined;
}

/** A file or directory from one side to a path of the other. @throws UserError */
export async function copy(
  from: { side: Side; path: string },
  to: { side: Side; path: string },
  { follow, owner }: Manner,
): Promise<Copied> {
  const source = findSource(from.side, from.path, follow);
  try {
    const target = findTarget(to.side, to.path, source);
    return await placed(target.directory, owner, async (write) =>
      packTree(source, target.called, write),
    );
  } catch (error) {
    throw told(error, `${to.side.label}${to.path}`);
  } finally {
    closeSync(source.directory);
  }
}

/** A file or directory of one side as an archive. */
export async function copyOut(
  from: { side: Side; path: string },
  follow: boolean,
  write: (piece: Buffer) => void,
): Promise<readonly string[]> {
  const source = findSource(from.side, from.path, follow);
  try {
    return await packTree(source, source.called, write);
  } finally {
    closeSync(source.directory);
  }
}

/** What is in an archive into a directory, which must be there. */
export async function copyIn(
  archive: Bytes,
  to: { side: Side; path: string },
  owner: Owner | undefined,
): Promise<Copied> {
  const directory = findDirectory(to.side, to.path);
  try {
    return await placed(directory, owner, async (write) => {
      for await (const piece of decompress(archive)) write(piece);
      return [];
    });
  } catch (error) {
    throw told(error, `${to.side.label}${to.path}`);
  }
}

/** What the kernel refuses is told of the path that was asked for, and not of a descriptor's. */
function told(error: unknown, where: string): unknown {
  const { errno, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined || errno === undefined) return error;
  return new UserError(`${where}: ${describeErrno(Math.abs(errno))}`);
}

/** Unpacks what `produce` writes into a directory, and closes that. */
async function placed(
  directory: number,
  owner: Owner | undefined,
  produce: (write: (piece: Buffer) => void) => Promise<readonly string[]>,
): Promise<Copied> {
  const before = process.umask(0); // so that modes are what the archive says
  let writer: TreeWriter | undefined;
  try {
    writer = treeWriter(directory, owner);
    const reader = tarReader(writer);
    let bytes = 0;
    const remarks = await produce((piece) => {
      bytes += piece.length;
      reader.write(piece);
    });
    reader.finish();
    writer.finish();
    return { bytes, remarks };
  } finally {
    writer?.close();
    closeSync(directory);
    process.umask(before);
  }
}
