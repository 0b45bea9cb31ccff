/** `--cap-add` and `--cap-drop`: what root can do in a container. */
import { CAPABILITIES, type Capability } from "../kernel/capabilities.ts";
import { UserError } from "../kernel/errors.ts";

/** docker's 14, 0xa80425fb. */
export const DEFAULT_CAPABILITIES: readonly Capability[] = [
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "SETGID",
  "SETUID",
  "SETPCAP",
  "NET_BIND_SERVICE",
  "NET_RAW",
  "SYS_CHROOT",
  "MKNOD",
  "AUDIT_WRITE",
  "SETFCAP",
];

const ALL = "ALL";

/**
 * What is left of `usual` after `--cap-drop` and `--cap-add`, as docker counts: ALL among the added
 * means all but the dropped, ALL among the dropped only the added, and else the dropped go first.
 *
 * @param usual undefined: all
 * @returns undefined: all
 * @throws UserError for a name that is no capability's
 */
export function chooseCapabilities(
  usual: readonly Capability[] | undefined,
  add: readonly string[],
  drop: readonly string[],
): readonly Capability[] | undefined {
  const added = add.map((text) => parse("--cap-add", text));
  const dropped = drop.map((text) => parse("--cap-drop", text));
  if (added.includes(ALL)) return dropped.length === 0 ? undefined : without(CAPABILITIES, dropped);
  const kept = dropped.includes(ALL) ? [] : without(usual ?? CAPABILITIES, dropped);
  if (usual === undefined && dropped.length === 0) return undefined;
  return CAPABILITIES.filter((one) => kept.includes(one) || added.includes(one));
}

const without = (all: readonly Capability[], dropped: readonly string[]): Capability[] =>
  all.filter((one) => !dropped.includes(one));

/** With or without CAP_, in whatever case. */
function parse(option: string, text: string): Capability | typeof ALL {
  const name = text.toUpperCase().replace(/^CAP_/, "");
  const found = [ALL, ...CAPABILITIES].find((one) => one === name);
  if (found) return found as Capability | typeof ALL;
  throw new UserError(
    `${option} ${JSON.stringify(text)}: no such capability, such as NET_ADMIN or CAP_NET_ADMIN, or ALL (capabilities(7))`,
  );
}
