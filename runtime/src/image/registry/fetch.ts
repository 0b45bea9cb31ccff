/** A blob into a file: resumed where it broke off, and believed only by its digest. */
import { appendFileSync, closeSync, openSync, truncateSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { UserError } from "../../kernel/errors.ts";
import { type Digester, openDigester } from "../digester.ts";
import type { Descriptor } from "../manifest.ts";
import type { Meter } from "../watch.ts";
import type { Repository } from "./client.ts";

const TRIES = 5;
const PAUSE = 200; // ms before the second try, twice as long before each further one

/**
 * Fetches a blob into a file that is not there yet.
 *
 * @throws UserError when it does not come whole, or is not what its digest promises
 */
export async function fetchBlob(
  repository: Repository,
  { digest, size }: Descriptor,
  file: string,
  meter: Meter,
): Promise<void> {
  closeSync(openSync(file, "wx", 0o600));
  const state = { done: 0, digester: openDigester() };
  for (let attempt = 1; state.done < size || attempt === 1; attempt++) {
    try {
      await fetchRest(repository, digest, size, file, state, meter);
    } catch (error) {
      if (attempt === TRIES) throw error;
      await setTimeout(PAUSE * 2 ** (attempt - 1));
    }
    if (attempt === TRIES && state.done < size) {
      throw new UserError(`blob ${digest}: ${state.done} of ${size} bytes came, ${TRIES} times`);
    }
  }
  const actual = state.digester.digest();
  if (actual !== digest) throw new UserError(`blob ${digest} came with the digest ${actual}`);
}

interface State {
  done: number;
  digester: Digester;
}

async function fetchRest(
  repository: Repository,
  digest: Descriptor["digest"],
  size: number,
  file: string,
  state: State,
  meter: Meter,
): Promise<void> {
  const reply = await repository.blob(digest, state.done);
  if (reply.status === 200 && state.done > 0) {
    truncateSync(file); // a registry that cannot resume sends all of it again
    Object.assign(state, { done: 0, digester: openDigester() });
  }
  for await (const piece of reply.body as AsyncIterable<Buffer>) {
    state.done += piece.length;
    if (state.done > size)
      throw new UserError(`blob ${digest} is larger than the ${size} bytes promised`);
    state.digester.add(piece);
    appendFileSync(file, piece);
    meter.add(piece.length);
  }
}
