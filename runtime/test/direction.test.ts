import { readdirSync, readFileSync } from "node:fs";
import { join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite("direction of imports");

const SRC = fileURLToPath(new URL("../src", import.meta.url));

/** Who may import whom; a file at the top may import what it likes. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  commands: ["commands", "container", "image", "host", "kernel"],
  container: ["container", "inside", "host", "image", "kernel"],
  inside: ["inside", "kernel"],
  host: ["host", "kernel"],
  image: ["image", "kernel"],
  kernel: ["kernel"],
};

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((f) =>
  f.endsWith(".ts"),
);
const imports = (file: string) =>
  [...readFileSync(join(SRC, file), "utf8").matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map(
    ([, to = ""]) => to,
  );

test("cli → commands → container → {inside, host, image} → kernel", () => {
  for (const file of files) {
    const [from = ""] = file.split(sep);
    for (const to of imports(file).filter((path) => path.startsWith("."))) {
      const [target = ""] = normalize(join(file, "..", to)).split(sep);
      const allowed = MAY[from] === undefined || target === ".." || MAY[from].includes(target);
      assert.ok(allowed, `${file} imports ${to}`);
    }
  }
});

test("what runs inside a container touches no file from outside", () => {
  for (const file of files.filter((f) => f.startsWith("inside"))) {
    for (const to of imports(file)) assert.not.match(to, /^node:/, file);
  }
});

test("only kernel/native.ts touches the addon, only cli.ts ends the process", () => {
  for (const file of files) {
    const text = readFileSync(join(SRC, file), "utf8");
    if (file !== join("kernel", "native.ts"))
      assert.not.match(text, /dlopen|createRequire|\.node"/, file);
    if (file !== "cli.ts") assert.not.match(text, /process\.exit\(/, file);
  }
});

test.run();
