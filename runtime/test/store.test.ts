/** A test's own store goes with all that uses it; needs root, a built bundle, a static busybox. */
import { existsSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { recordOf } from "./running.ts";
import { storeOf } from "./store.ts";
import { usersOf } from "./vacate.ts";

const test = suite("the tests' own stores");

test("nobody is left who could write into a store that was removed", () => {
  const store = storeOf("vacated");
  store.run("-d", "--name", "stays", "busybox", "sleep", "1000");
  store.run("-d", "--restart", "always", "busybox", "false");
  store.run("-d", "busybox", "true");
  const { pid = 0 } = recordOf(store, "stays")?.monitor ?? {};
  assert.ok(usersOf(store.root).includes(pid), "the monitor is a user");
  store.remove();
  assert.equal(usersOf(store.root), []);
  assert.is(existsSync(store.directory), false);
});

test.run();
