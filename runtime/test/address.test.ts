import { isIP as nodes } from "node:net";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isIP } from "../src/kernel/address.ts";

const test = suite("addresses");

const PARTS = [
  "0",
  "1",
  "25",
  "255",
  "256",
  "01",
  "a",
  "fe80",
  "ffff",
  "fffff",
  "",
  ":",
  "::",
  ".",
  "%eth0",
  "/",
];

test("an address is one exactly where node:net says so", () => {
  const known = [
    "1.2.3.4",
    "::",
    "::1",
    "fe80::1",
    "::ffff:1.2.3.4",
    "1:2:3:4:5:6:7:8",
    "1::8",
    "::1.2.3",
  ];
  let addresses = 0;
  for (let i = 0; i < 60_000; i++) {
    const separator = i % 2 === 0 ? "." : ":";
    const words = Array.from(
      { length: 1 + (i % 9) },
      (_, k) => PARTS[(i * 31 + k * 17 * (i % 13)) % PARTS.length],
    );
    const text = known[i] ?? words.join(separator);
    if (nodes(text) !== 0) addresses++;
    if (text.includes("%")) continue; // a zone is of one machine only
    assert.is(isIP(text), nodes(text), text);
  }
  assert.ok(addresses > 50, `${addresses} addresses`);
});

test.run();
