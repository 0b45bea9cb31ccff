/**
 * Compiles docker's default filter and keeps it, since that takes longer than a container does:
 *
 *   node --import tsx runtime/keepfilter.ts
 *
 * A test finds out when it has to be done again.
 */
import { writeFileSync } from "node:fs";
import { DEFAULT_CAPABILITIES } from "./src/container/capabilities.ts";
import { compile } from "./src/container/seccomp/compile.ts";
import { defaultProfile } from "./src/container/seccomp/default.ts";

const WIDTH = 92;

const kept = ["x64", "arm64"].map((arch) => {
  const profile = defaultProfile({ capabilities: DEFAULT_CAPABILITIES, arch });
  const text = Buffer.from(compile(profile, arch)).toString("base64");
  const lines = text.match(new RegExp(`.{1,${WIDTH}}`, "g")) ?? [];
  return `  ${arch}:\n${lines.map((line) => `    "${line}"`).join(" +\n")},\n`;
});

writeFileSync(
  new URL("src/container/seccomp/kept.ts", import.meta.url),
  `/**
 * docker's default filter for its default capabilities, compiled (by runtime/keepfilter.ts): an array
 * of struct sock_filter in base 64, by machine as Node names them.
 */
export const KEPT: Readonly<Record<string, string>> = {
${kept.join("")}};
`,
);
