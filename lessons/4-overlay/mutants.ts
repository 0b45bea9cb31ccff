/**
 * Mistakes that people make in lesson 4. Those in functions of the learner's own come first; then
 * those in code that is given, without which no guard could be shown to guard anything.
 */
import { readFileSync } from "node:fs";
import type { Mutant } from "../../checks/src/harness/mutant.ts";

/** The body of a function of the reference, with a part of it changed. */
function changed(file: string, name: string, ...edits: readonly [part: string, to: string][]) {
  const source = readFileSync(new URL(`../../runtime/src/${file}`, import.meta.url), "utf8");
  const pattern = `^export (?:async )?function ${name}\\b.*?\\{\\n(.*?)^\\}$`;
  const body = new RegExp(pattern, "ms").exec(source)?.[1];
  return edits.reduce((text, [part, to]) => {
    if (!text.includes(part)) throw new Error(`${name} in ${file} has no ${part}`);
    return text.replace(part, to);
  }, body ?? "");
}

const overlay = (...edits: readonly [part: string, to: string][]) =>
  changed("inside/overlay.ts", "mountOverlay", ...edits);

const whiteouts = (...edits: readonly [part: string, to: string][]) =>
  changed("image/layer/names.ts", "markOf", ...edits);

/** The body of a fillIn that is right but for one thing. */
const defaults = (wrong: Partial<Record<"words" | "env" | "workdir" | "user", string>>) => {
  const right = {
    words: "asked.words.length > 0 || !own ? asked.words : (defaults.Cmd ?? [])",
    env: "[...(defaults.Env ?? []), ...asked.env]",
    workdir: 'asked.workdir ?? defaults.WorkingDir ?? "/"',
    user: "asked.user ?? defaults.User",
  };
  const { words, env, workdir, user } = { ...right, ...wrong };
  return `const own = asked.entrypoint === undefined;
    const first = own ? (defaults.Entrypoint ?? []) : [asked.entrypoint ?? ""];
    const words = ${words};
    return { argv: [...first, ...words], env: ${env}, workdir: ${workdir}, user: ${user} };`;
};

/** One sentence, one function, one check, one diagnosis. */
export const mutants: readonly Mutant[] = [
  {
    name: "lists the layers from the base upwards, as an article does",
    replaces: "order",
    body: 'return layers.join(":");',
    check: "4.1",
    diagnosis: "wrong-order",
  },
  {
    name: "leaves out the base, as if overlay had it anyhow",
    replaces: "order",
    body: 'return layers.slice(1).toReversed().join(":");',
    check: "4.1",
    diagnosis: "base-missing",
  },
  {
    name: "separates the layers by commas",
    replaces: "order",
    body: 'return layers.toReversed().join(",");',
    check: "4.1",
    diagnosis: "mount-refused",
  },
  {
    name: "mounts the base and the topmost layer only",
    replaces: "overlay",
    body: overlay([
      "lowerDirectories(layers)",
      "lowerDirectories([...layers.slice(0, 1), ...layers.slice(-1)])",
    ]),
    check: "4.1",
    diagnosis: "layers-missing",
  },
  {
    name: "knows opaque directories, but no whiteouts",
    replaces: "marks",
    body: 'return last === ".wh..wh..opq" ? { kind: "opaque" } : undefined;',
    check: "4.2",
    diagnosis: "marks-visible",
  },
  {
    name: "takes the sign of an opaque directory for a whiteout",
    replaces: "marks",
    body: `if (last.startsWith(".wh..wh.") && last !== ".wh..wh..opq") return { kind: "ignored" };
      if (!last.startsWith(PREFIX)) return undefined;
      return { kind: "whiteout", hides: last.slice(PREFIX.length) };`,
    check: "4.2",
    diagnosis: "opaque-missing",
  },
  {
    name: "unpacks what AUFS kept for itself",
    replaces: "marks",
    body: whiteouts([
      'if (last.startsWith(".wh..wh.")) return { kind: "ignored" };',
      'if (last.startsWith(".wh..wh.")) return undefined;',
    ]),
    check: "4.2",
    diagnosis: "aufs-marks",
  },
  {
    name: "leaves the prefix in the name that is hidden",
    replaces: "marks",
    body: whiteouts(["hides };", "hides: last };"]),
    check: "4.2",
    diagnosis: "deleted-visible",
  },
  {
    name: "makes the directory of every whiteout opaque",
    replaces: "marks",
    body: whiteouts(['return { kind: "whiteout", hides };', 'return { kind: "opaque" };']),
    check: "4.2",
    diagnosis: "hidden-too-much",
  },
  {
    name: "forgets the upper directory, so that the root is read-only",
    replaces: "overlay",
    body: overlay(['"upperdir=upper",\n', ""], ['"workdir=work",\n', ""]),
    check: "4.3",
    diagnosis: "not-writable",
  },
  {
    name: "has one writable layer for all containers, as an article does",
    replaces: "overlay",
    body: overlay(
      [
        "return [chdir(base),",
        'return [chdir(base), tolerate([17], mkdir("../writeLayer", 0o755)),',
      ],
      ["upperdir=upper", "upperdir=../writeLayer"],
    ),
    imports: 'import { mkdir, tolerate } from "../kernel/call.ts";',
    check: "4.3",
    diagnosis: "shared-writes",
  },
  {
    name: "takes the topmost layer for the upper directory",
    replaces: "overlay",
    body: overlay(
      ["lowerDirectories(layers)", "lowerDirectories(layers.slice(0, -1))"],
      ['"upperdir=upper"', `\`upperdir=\${layers.at(-1)}\``],
    ),
    check: "4.4",
    diagnosis: "image-written",
  },
  {
    name: "writes its files for /etc into the container's layer, where they count as changes",
    replaces: "etc",
    body: `return Object.entries(files).flatMap(([name, text]) => [
      keep("file", open(\`/etc/\${name}\`, O.WRONLY | O.TRUNC | O.CLOEXEC)),
      write(slot("file"), text),
      close(slot("file")),
    ]);`,
    check: "4.5",
    diagnosis: "other-content",
  },
  {
    name: "lets overlay rename directories without their files",
    replaces: "overlay",
    body: overlay(["redirect_dir=off", "redirect_dir=on"]),
    check: "4.5",
    diagnosis: "renamed-not-copied",
  },
  {
    name: "lets overlay change a file's mode without copying its content",
    replaces: "overlay",
    body: overlay(["redirect_dir=off", "redirect_dir=on"], ["metacopy=off", "metacopy=on"]),
    check: "4.5",
    diagnosis: "content-missing",
  },
  {
    name: "names each layer by its absolute path",
    replaces: "overlay",
    body: overlay([
      "lowerDirectories(layers)",
      `lowerDirectories(layers.map((layer) => \`\${base}/\${layer}\`))`,
    ]),
    check: "4.6",
    diagnosis: "mount-refused",
  },
  {
    name: "sorts the layers by name",
    replaces: "order",
    body: 'return layers.toSorted().reverse().join(":");',
    check: "4.6",
    diagnosis: "wrong-order",
  },
  {
    name: "forgets a container when it has ended, as the article's program does",
    replaces: "container/store.ts#save",
    body: `if (record.finished !== undefined) return remove(record.id);
      writeWhole(join(directoryOf(record.id), "container.json"), JSON.stringify(record));`,
    check: "4.7",
    diagnosis: "changes-gone",
  },
  {
    name: "mounts the overlay on the machine, before the container is made",
    replaces: "container/store.ts#makeOverlayDirectories",
    body: changed("container/store.ts", "makeOverlayDirectories", [
      "layers.forEach(",
      `const options = \`lowerdir=\${layers.toReversed().join(":")},upperdir=\${base}/upper,workdir=\${base}/work\`;
      execFileSync("mount", ["-t", "overlay", "-o", options, "overlay", \`\${base}/merged\`]);
      layers.forEach(`,
    ]),
    imports: 'import { execFileSync } from "node:child_process";',
    check: "4.8",
    diagnosis: "mounted-on-machine",
  },
  {
    name: "removes the record and the upper directory, and leaves the rest",
    replaces: "container/store.ts#remove",
    body: `for (const name of ["container.json", "upper"]) {
      removeFile(join(directoryOf(id), name), { recursive: true, force: true });
    }`,
    imports: 'import { rmSync as removeFile } from "node:fs";',
    check: "4.9",
    diagnosis: "left-after-rm",
  },
  {
    name: "ignores the image's command",
    replaces: "container/fromimage.ts#fillIn",
    body: defaults({ words: "asked.words.length > 0 || !own ? asked.words : ['sh']" }),
    check: "4.10",
    diagnosis: "no-command",
  },
  {
    name: "adds the words to the image's command",
    replaces: "container/fromimage.ts#fillIn",
    body: defaults({ words: "[...(own ? (defaults.Cmd ?? []) : []), ...asked.words]" }),
    check: "4.10",
    diagnosis: "words-ignored",
  },
  {
    name: "ignores the image's environment",
    replaces: "container/fromimage.ts#fillIn",
    body: defaults({ env: "['PATH=/bin', ...asked.env]" }),
    check: "4.10",
    diagnosis: "env-ignored",
  },
  {
    name: "ignores the image's working directory",
    replaces: "container/fromimage.ts#fillIn",
    body: defaults({ workdir: "asked.workdir ?? '/'" }),
    check: "4.10",
    diagnosis: "workdir-ignored",
  },
  {
    name: "runs everything as root, whatever the image says",
    replaces: "container/fromimage.ts#fillIn",
    body: defaults({ user: "asked.user" }),
    check: "4.10",
    diagnosis: "user-ignored",
  },
  {
    name: "lets the image's environment win over -e",
    replaces: "container/fromimage.ts#fillIn",
    body: defaults({ env: "[...asked.env, ...(defaults.Env ?? [])]" }),
    check: "4.10",
    diagnosis: "options-lose",
  },
  {
    name: "makes the upper directory, and so /, for root alone",
    replaces: "container/store.ts#makeOverlayDirectories",
    body: changed("container/store.ts", "makeOverlayDirectories", ["mode: 0o755", "mode: 0o700"]),
    check: "4.10",
    diagnosis: "user-shut-out",
  },
  {
    name: "names the upper and the work directory by absolute paths",
    replaces: "overlay",
    body: overlay(
      ['"upperdir=upper"', `\`upperdir=\${base}/upper\``],
      ['"workdir=work"', `\`workdir=\${base}/work\``],
    ),
    check: "4.11",
    diagnosis: "path-in-options",
  },
  {
    name: "hides whatever comes after the prefix, be it ..",
    replaces: "marks",
    body: whiteouts([
      'if (hides === "" || hides === "." || hides === "..") refuse(name, "is a whiteout of no file");',
      "",
    ]),
    check: "4.12",
    diagnosis: "whiteout-of-parent",
  },
];
