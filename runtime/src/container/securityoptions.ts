/** `--privileged`, `--cap-add`, `--cap-drop` and `--security-opt` as data. */
import { readFileSync } from "node:fs";
import { UserError } from "../kernel/errors.ts";
import { chooseCapabilities } from "./capabilities.ts";
import { compile } from "./seccomp/compile.ts";
import { ProfileError, readProfile } from "./seccomp/read.ts";
import { PRIVILEGED, type Security, usualSecurity } from "./security.ts";

/** The options as text, by commander's names for them. */
export interface SecurityOptions {
  readonly privileged?: boolean;
  readonly capAdd?: readonly string[];
  readonly capDrop?: readonly string[];
  readonly securityOpt?: readonly string[];
}

/**
 * How a container is confined; undefined when nothing was asked for.
 *
 * @param ownRoot whether it has a root of its own
 * @throws UserError naming the option, its value and what is possible
 */
export function parseSecurity(options: SecurityOptions, ownRoot: boolean): Security | undefined {
  const { privileged = false, capAdd = [], capDrop = [], securityOpt = [] } = options;
  if (!privileged && capAdd.length + capDrop.length + securityOpt.length === 0) return undefined;
  const usual = privileged ? PRIVILEGED : usualSecurity(ownRoot);
  const capabilities = chooseCapabilities(usual.capabilities, capAdd, capDrop);
  const base = { ...usual, capabilities: privileged ? undefined : capabilities };
  return securityOpt.reduce<Security>(withOption, base);
}

/** docker has `name=value`, and of old `name:value`. */
function withOption(security: Security, text: string): Security {
  const [, name = "", value = ""] = /^([a-z-]+)(?:[=:](.*))?$/s.exec(text) ?? [];
  if (name === "no-new-privileges") return { ...security, noNewPrivileges: yesOrNo(text, value) };
  if (name === "seccomp") return { ...security, seccomp: parseSeccomp(text, value, security) };
  if (name === "systempaths" && value === "unconfined") return { ...security, masked: false };
  // Nothing is confined by these, so that is what there is.
  if (name === "apparmor" && value === "unconfined") return security;
  if (name === "label" && value === "disable") return security;
  throw refusal(
    text,
    "possible are no-new-privileges, seccomp=FILE, seccomp=unconfined and systempaths=unconfined",
  );
}

const refusal = (text: string, why: string) =>
  new UserError(`--security-opt ${JSON.stringify(text)}: ${why}`);

function yesOrNo(text: string, value: string): boolean {
  if (value === "" || value === "true") return true;
  if (value === "false") return false;
  throw refusal(text, "true or false is possible");
}

function parseSeccomp(
  text: string,
  value: string,
  { capabilities }: Security,
): Security["seccomp"] {
  if (value === "unconfined") return "unconfined";
  if (value === "builtin" || value === "default") return "default";
  if (value === "") throw refusal(text, "a file is needed, or unconfined");
  const { arch } = process;
  try {
    const profile = readProfile(readFileSync(value, "utf8"), { capabilities, arch });
    return { program: Buffer.from(compile(profile, arch)).toString("base64") };
  } catch (error) {
    if (error instanceof ProfileError) throw refusal(text, error.message);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw refusal(text, code === "ENOENT" ? "there is no such file" : message);
  }
}
