/** The defences that defences.ts takes out are where it looks for them; it takes minutes itself. */
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { DEFENCES } from "./defences/all.ts";

const ROOT = new URL("../../", import.meta.url);

test("what is to be taken out is there", () => {
  const changes = DEFENCES.flatMap((defence) => defence.changes);
  const stale = changes.filter(({ file, from }) => {
    return !readFileSync(new URL(file, ROOT), "utf8").includes(from);
  });
  assert.equal(stale, []);
  assert.ok(changes.length > 70);
});

test.run();
