/** `-v` as data (docker run(1)). */
import { posix } from "node:path";
import type { Volume } from "../inside/volumes.ts";
import { UserError } from "../kernel/errors.ts";

/** A volume as it was asked for: it need not be there yet. */
export interface VolumeRequest {
  /** A path of the machine, or the name of a volume; undefined: a volume without a name. */
  readonly source?: string | undefined;
  /** Absolute path in the container, without `.` and `..`. */
  readonly target: string;
  readonly readOnly: boolean;
  readonly propagation: Volume["propagation"];
  /** A named volume is not filled with what the image has at the target. */
  readonly empty?: boolean;
  /** A path that is missing is an error, and not made (`--mount`). */
  readonly mustExist?: boolean;
}

/**
 * Reads the words after `-v`, each `SOURCE:TARGET[:OPTIONS]`, or `TARGET` alone, which asks for a
 * volume without a name. Neither source nor target may be empty.
 *
 * A source that begins with `/` or `.` is a path; anything else is the name of a volume,
 * which begins with a letter or digit and goes on with those and `_ . -`, two characters at least.
 * Either is passed on as it was written. A relative target counts from `/`, as in the articles, and
 * cannot be `/` itself, by whatever name (`/.`). Options are joined by commas: `ro` and `rw` (which
 * is usual), `rprivate` (usual) and `rslave`, `nocopy`.
 *
 * @lesson 5 parse
 * @throws UserError that quotes the word and says what is wrong with it: `-v "/a:/b:r": …`
 */
export function parseVolumes(words: readonly string[]): VolumeRequest[] {
  const changes: Readonly<Record<string, Partial<VolumeRequest>>> = {
    ro: { readOnly: true },
    rw: { readOnly: false },
    rprivate: { propagation: "private" },
    rslave: { propagation: "slave" },
    nocopy: { empty: true },
  };
  return words.map(parse);

  function parse(word: string): VolumeRequest {
    const parts = word.split(":");
    const [source, target = "", options = ""] = parts.length === 1 ? [undefined, ...parts] : parts;
    if (parts.length > 3 || source === "" || target === "") {
      throw refusal(word, "SOURCE:TARGET[:ro] is needed");
    }
    if (source !== undefined && !isPath(source) && !/^[a-z0-9][a-z0-9_.-]+$/i.test(source)) {
      throw refusal(
        word,
        "the source is neither a path (/… or ./…) nor a name of letters, digits, _ . -",
      );
    }
    const path = posix.resolve("/", target);
    if (path === "/") throw refusal(word, "the target cannot be / itself");
    const usual = { source, target: path, readOnly: false, propagation: "private" } as const;
    return Object.assign({}, usual, ...options.split(",").filter(Boolean).map(meaning));

    function meaning(option: string): Partial<VolumeRequest> {
      const change = changes[option];
      if (change) return change;
      const known = Object.keys(changes).join(", ");
      throw refusal(word, `${JSON.stringify(option)} is not one of ${known}`);
    }
  }

  function refusal(word: string, why: string) {
    return new UserError(`-v ${JSON.stringify(word)}: ${why}`);
  }
}

/** Whether a source is a path, and not the name of a volume. */
export const isPath = (source: string): boolean => /^[./]/.test(source);
