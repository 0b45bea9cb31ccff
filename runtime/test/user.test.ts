import { suite } from "uvu";
import * as assert from "uvu/assert";
import { resolveUser } from "../src/container/user.ts";

const test = suite("-u");

const accounts = {
  passwd:
    "root:x:0:0:root:/root:/bin/sh\nbird:x:1000:1001::/home/bird:/bin/sh\n99:x:55:55::/:\nbad:x:-1:0::/:\n",
  group: "root:x:0:\nwheel:x:10:root,bird\nbird:x:1001:\n",
};

const resolve = (user: string) => resolveUser(user, accounts);

test("a name brings its groups and its home", () => {
  assert.equal(resolve("bird"), { uid: 1000, gid: 1001, groups: [1001, 10], home: "/home/bird" });
  assert.equal(resolve("0"), { uid: 0, gid: 0, groups: [0, 10], home: "/root" });
});

test("a number needs no entry, and is never a name", () => {
  assert.equal(resolve("4242"), { uid: 4242, gid: 0, groups: [0], home: "/" });
  assert.is(resolve("99").uid, 99);
});

test("a group of one's own choice replaces all others", () => {
  assert.equal(resolve("bird:wheel"), { uid: 1000, gid: 10, groups: [10], home: "/home/bird" });
  assert.is(resolve("0:7").gid, 7);
});

for (const [user, why] of [
  ["nobody", /"nobody" is not in the container's \/etc\/passwd/],
  ["root:none", /"none" is not in the container's \/etc\/group/],
  ["+1", /"\+1" is no user/],
  ["-1", /-1/],
  ["4294967296", /out of range/],
  ["2147483648", /out of range/],
  ["", /"" is no user/],
  ["a b", /"a b" is no user/],
  ["bad", /not in/],
] as const) {
  test(`${JSON.stringify(user)} is refused`, () => assert.throws(() => resolve(user), why));
}

test.run();
