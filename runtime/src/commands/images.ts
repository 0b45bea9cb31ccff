/** `mydocker images`: what is in the store. */
import { Command } from "commander";
import { type Image, readImage } from "../image/read.ts";
import { familiarRepository, fullName, parseReference } from "../image/reference.ts";
import { readTable } from "../image/store/table.ts";
import { failing } from "./failing.ts";
import { age, size, table } from "./human.ts";
import { type NamedImage, parseImageFilters } from "./imagefilter.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { formatList } from "./template/list.ts";

interface Options {
  all?: boolean;
  quiet?: boolean;
  json?: boolean;
  trunc: boolean;
  digests?: boolean;
  filter?: string[];
  format?: string;
}

const append = (value: string, before: string[] = []) => [...before, value];

const define = () =>
  new Command("mydocker images")
    .description("List images")
    .usage("[OPTIONS] [REPOSITORY[:TAG]]")
    .argument("[name]")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-a, --all", "All images (no others are hidden here)")
    .option(
      "-f, --filter <name=value>",
      "Only those (dangling, reference, label, before, since)",
      append,
    )
    .option("--format <template>", "'json', 'table TEMPLATE' or a template, as docker has them")
    .option("-q, --quiet", "Only ids")
    .option("--digests", "Show the digests under which registries have them")
    .option("--no-trunc", "Show ids in full")
    .option("--json", "One JSON object a line, for programs; Bytes is the size");

/** Prints the images, the latest first, a line for each name. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const options = command.opts<Options>();
      const rows = readTable().toReversed().map(readImage).sort(latestFirst).flatMap(namesOf);
      const isMeant = parseImageFilters(options.filter ?? []);
      const shown = rows.filter(matches(command.args[0])).filter(isMeant);
      if (options.json) print(shown.map(toJson));
      else if (options.quiet) print([...new Set(shown.map(({ image }) => idOf(image, options)))]);
      else if (options.format !== undefined && options.format !== "table") {
        const fields = shown.map((row) => ({ ...fieldsOf(row), ID: idOf(row.image, options) }));
        print(formatList(options.format, fields, HEADINGS));
      } else print(toTable(shown, options));
      return 0;
    }),
  );

/** One name of an image; an image without a name has one row all the same. */
interface Row extends NamedImage {
  /** In full. */
  readonly name?: string;
}

const HEADINGS = { ID: "IMAGE ID", CreatedSince: "CREATED", CreatedAt: "CREATED AT" };

const NONE = "<none>";

const latestFirst = (a: Image, b: Image) =>
  Date.parse(b.config.created ?? "") - Date.parse(a.config.created ?? "") || 0;

function namesOf(image: Image): Row[] {
  const nameless = image.tags.length === 0;
  if (nameless && image.digests.length === 0) {
    return [{ image, repository: NONE, tag: NONE }];
  }
  return (nameless ? image.digests : image.tags).map((name) => {
    const reference = parseReference(name);
    return { image, name, repository: familiarRepository(reference), tag: reference.tag ?? NONE };
  });
}

/** `busybox` means all its tags, `busybox:1.36` that one. */
function matches(text: string | undefined): (row: Row) => boolean {
  if (text === undefined) return () => true;
  const wanted = parseReference(text);
  const whole = fullName(wanted);
  if (wanted.tag !== undefined || wanted.digest !== undefined) return ({ name }) => name === whole;
  return ({ name = "" }) => name.startsWith(`${whole}:`) || name.startsWith(`${whole}@`);
}

const idOf = ({ id }: Image, { trunc }: Options) =>
  trunc ? id.slice("sha256:".length).slice(0, 12) : id;

const digestOf = ({ image, repository }: Row) =>
  image.digests
    .map((name) => parseReference(name))
    .find((reference) => familiarRepository(reference) === repository)?.digest ?? NONE;

function toTable(rows: readonly Row[], options: Options): string[] {
  const digest = options.digests ? ["DIGEST"] : [];
  return table(
    ["REPOSITORY", "TAG", ...digest, "IMAGE ID", "CREATED", "SIZE"],
    rows.map((row) => [
      row.repository,
      row.tag,
      ...digest.map(() => digestOf(row)),
      idOf(row.image, options),
      age(row.image.config.created),
      size(row.image.size),
    ]),
  );
}

const fieldsOf = (row: Row) => ({
  Repository: row.repository,
  Tag: row.tag,
  Digest: digestOf(row),
  ID: row.image.id,
  CreatedAt: row.image.config.created ?? "",
  CreatedSince: age(row.image.config.created),
  Size: size(row.image.size),
});

const toJson = (row: Row): string => JSON.stringify({ ...fieldsOf(row), Bytes: row.image.size });
