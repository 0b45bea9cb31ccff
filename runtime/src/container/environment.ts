/** The environment of a container's command, as docker makes it. */
import type { Spec } from "./spec.ts";

const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** `NAME=value` for each variable, each name once; what was asked for wins. */
export function environment(
  spec: Pick<Spec, "env" | "hostname" | "terminal">,
  home = "/",
): string[] {
  const variables = new Map([
    ["PATH", DEFAULT_PATH],
    ["HOSTNAME", spec.hostname],
    ...(spec.terminal ? [["TERM", "xterm"] as const] : []),
    ["HOME", home],
    ...spec.env.map(split),
  ]);
  return [...variables].map(([name, value]) => `${name}=${value}`);
}

function split(entry: string): [string, string] {
  const equals = entry.indexOf("=");
  return [entry.slice(0, equals), entry.slice(equals + 1)];
}
