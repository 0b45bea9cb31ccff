/** `mydocker cp`: files between the machine and a container. */
import { resolve } from "node:path";
import { isatty } from "node:tty";
import { Command } from "commander";
import { type Copied, copy, copyIn, copyOut } from "../container/copy.ts";
import { containerSide, machine, type Side } from "../container/copyplace.ts";
import { find } from "../container/store.ts";
import { type Visit, visit } from "../container/visit.ts";
import { UserError } from "../kernel/errors.ts";
import { failing } from "./failing.ts";
import { size } from "./human.ts";
import { openInput } from "./input.ts";
import { openOutput } from "./output.ts";
import { parseWith } from "./parse.ts";
import { printError } from "./print.ts";

interface Options {
  archive?: boolean;
  followLink?: boolean;
  quiet?: boolean;
}

/** The command, to be parsed with. */
export const define = () =>
  new Command("mydocker cp")
    .description("Copy files between a container, running or not, and the machine")
    .usage(
      "[OPTIONS] CONTAINER:SOURCE DESTINATION|-\n       mydocker cp [OPTIONS] SOURCE|- CONTAINER:DESTINATION",
    )
    .argument("<source>", "'-': an archive from standard input")
    .argument("<destination>", "'-': an archive to standard output")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-a, --archive", "Keep the owners (else they are the destination's root, or you)")
    .option("-L, --follow-link", "Copy what the source leads to when it is a link")
    .option("-q, --quiet", "Do not tell what was copied (default where nobody is at a terminal)");

/** Copies; what is left out is told. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const [source = "", destination = ""] = command.args;
      const [from, to] = [parseEnd(source), parseEnd(destination)];
      const options = command.opts<Options>();
      if (from.container !== undefined && to.container !== undefined) {
        throw new UserError("cp copies between a container and the machine, not two containers");
      }
      if (from.container !== undefined)
        await fromContainer(from.container, from.path, to.path, options);
      else if (to.container !== undefined)
        await intoContainer(from.path, to.container, to.path, options);
      else
        throw new UserError(
          `cp needs a container on one side, as in 'mydocker cp bird:/etc/hosts .'`,
        );
      return 0;
    }),
  );

interface End {
  readonly container?: string | undefined;
  readonly path: string;
}

/** docker's rule: a path that begins with `/` or `.` is the machine's, whatever colon is in it. */
function parseEnd(text: string): End {
  const colon = text.indexOf(":");
  if (colon < 1 || /^[/.]/.test(text)) return { path: text };
  return { container: text.slice(0, colon), path: `/${text.slice(colon + 1).replace(/^\/+/, "")}` };
}

async function fromContainer(name: string, path: string, to: string, options: Options) {
  await visiting(name, async ({ root }) => {
    const from = { side: containerSide(name, root), path };
    const follow = options.followLink ?? false;
    if (to === "-") {
      const output = openOutput("cp", undefined);
      for (const remark of await copyOut(from, follow, output.write))
        printError(`mydocker: ${remark}`);
      return;
    }
    const { geteuid, getegid } = process;
    const owner = options.archive ? undefined : { uid: geteuid?.() ?? 0, gid: getegid?.() ?? 0 };
    tell(await copy(from, local(to), { follow, owner }), to, options);
  });
}

async function intoContainer(from: string, name: string, path: string, options: Options) {
  await visiting(name, async ({ root, owner }) => {
    const to = { side: containerSide(name, root), path };
    if (from === "-") {
      await copyIn(openInput("cp", "-").bytes, to, undefined);
      return;
    }
    const manner = {
      follow: options.followLink ?? false,
      owner: options.archive ? undefined : owner,
    };
    tell(await copy(local(from), to, manner), `${name}:${path}`, options);
  });
}

async function visiting(name: string, use: (visit: Visit) => Promise<void>): Promise<void> {
  const open = await visit(find(name));
  try {
    await use(open);
  } finally {
    await open.close();
  }
}

/** What resolve() takes off the end of a path has a meaning here. */
function local(path: string): { side: Side; path: string } {
  const [, end = ""] = /(\/\.?)$/.exec(path) ?? [];
  return { side: machine, path: path === "." ? `${resolve(path)}/.` : resolve(path) + end };
}

function tell({ bytes, remarks }: Copied, to: string, { quiet = !isatty(2) }: Options): void {
  for (const remark of remarks) printError(`mydocker: ${remark}`);
  if (!quiet) printError(`Successfully copied ${size(bytes)} to ${to}`);
}
