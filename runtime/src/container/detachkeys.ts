/** The keys that leave an attached container. */
import { UserError } from "../kernel/errors.ts";

/** docker's: Ctrl-P, Ctrl-Q. */
export const DETACH_KEYS = "ctrl-p,ctrl-q";

/**
 * The bytes of keys such as `ctrl-p,ctrl-q` or `a,b`; none for the empty text.
 *
 * @throws UserError for what is no key
 */
export function parseDetachKeys(text: string): number[] {
  return text === "" ? [] : text.split(",").map((key) => parseKey(text, key));
}

function parseKey(text: string, key: string): number {
  const [, letter] = /^ctrl-([a-z@[\\\]^_])$/i.exec(key) ?? [];
  if (letter) return letter.toUpperCase().charCodeAt(0) - 64;
  if (/^[\x20-\x7e]$/.test(key)) return key.charCodeAt(0);
  throw new UserError(
    `--detach-keys ${JSON.stringify(text)}: keys are letters, or ctrl- and a letter or one of @[\\]^_, with commas between`,
  );
}

/** What is typed, less the keys that leave. */
export interface Typed {
  readonly bytes: Buffer;
  /** All keys came, one after another. */
  readonly left: boolean;
}

/** Watches for the keys; what may be their beginning is held back until it is known not to be. */
export function detachWatch(keys: readonly number[]): (bytes: Buffer) => Typed {
  let matched = 0;
  return (bytes) => {
    const out: number[] = [];
    for (const byte of bytes) {
      if (byte === keys[matched]) {
        matched++;
        if (matched === keys.length) return { bytes: Buffer.from(out), left: true };
        continue;
      }
      out.push(...keys.slice(0, matched));
      matched = byte === keys[0] ? 1 : 0;
      if (matched === 0) out.push(byte);
    }
    return { bytes: Buffer.from(out), left: false };
  };
}
