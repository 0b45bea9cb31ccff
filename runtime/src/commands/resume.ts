/** `mydocker resume`: starts a container again after a pause, as its policy wants; not for people. */
import { startDetached } from "../container/detached.ts";
import { settle } from "../container/ended.ts";
import { awaitLife } from "../container/lives.ts";
import { change, read } from "../container/store.ts";
import { EXIT, explain, UserError } from "../kernel/errors.ts";

const PATIENCE = 10_000; // ms for another mydocker that looks after it

/** Does nothing when it was stopped or removed meanwhile. */
export async function main([id = ""]: readonly string[]): Promise<number> {
  const life = await awaitLife(id, PATIENCE);
  const record = life && read(id);
  if (!life) return EXIT.FAILED;
  if (record?.waiter?.pid !== process.pid) {
    await settle(id, life);
    return 0;
  }
  try {
    await startDetached(record, life);
    return 0;
  } catch (error) {
    const exitCode = error instanceof UserError ? error.exitCode : EXIT.OWN;
    const why = await explain(error);
    change(id, (old) => ({ ...old, waiter: undefined, exitCode, error: why }));
    life.end();
    return EXIT.FAILED;
  }
}
