/** What an image gives to a container that was not asked for otherwise, as docker has it. */
import { UserError } from "../kernel/errors.ts";

/** The part of an image's configuration that says how to run it (OCI image specification, config.md). */
export interface ImageDefaults {
  readonly Env?: readonly string[] | null;
  readonly Entrypoint?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
  readonly WorkingDir?: string;
  readonly User?: string;
  readonly ExposedPorts?: Readonly<Record<string, object>> | null;
  readonly Volumes?: Readonly<Record<string, object>> | null;
}

/** What the command line says. */
export interface Asked {
  /** The words after the image. */
  readonly words: readonly string[];
  /** `--entrypoint`; empty: none. */
  readonly entrypoint?: string | undefined;
  readonly env: readonly string[];
  readonly workdir?: string | undefined;
  readonly user?: string | undefined;
  /** `--expose` and `-p`, as `80/tcp`. */
  readonly exposed?: readonly string[];
}

/** What is run, and how. */
export interface Filled {
  readonly argv: readonly string[];
  readonly env: readonly string[];
  readonly workdir: string;
  readonly user?: string | undefined;
}

/**
 * Fills in the image's defaults. Words replace Cmd; `--entrypoint` replaces Entrypoint, and Cmd with
 * it, since that was written for the other one.
 *
 * @throws UserError when there is nothing to run
 */
export function fillIn(image: string, defaults: ImageDefaults, asked: Asked): Filled {
  const { Entrypoint, Cmd, Env, WorkingDir, User } = asRun(defaults, asked);
  const argv = [...(Entrypoint ?? []), ...(Cmd ?? [])];
  if (argv.length === 0) {
    throw new UserError(
      `image ${image} says no command to run: give one, as in 'mydocker run ${image} sh'`,
    );
  }
  return { argv, env: Env ?? [], workdir: WorkingDir || "/", user: User || undefined };
}

/** The same in an image's words: what an image that is made of the container will say. */
export function asRun(defaults: ImageDefaults, asked: Asked): ImageDefaults {
  const own = asked.entrypoint === undefined;
  const { workdir = defaults.WorkingDir, user = defaults.User, exposed = [] } = asked;
  const ports = { ...defaults.ExposedPorts, ...Object.fromEntries(exposed.map((at) => [at, {}])) };
  return {
    Entrypoint: own ? (defaults.Entrypoint ?? null) : [asked.entrypoint].filter((word) => !!word),
    Cmd: asked.words.length > 0 || !own ? asked.words : (defaults.Cmd ?? null),
    Env: lastOfEach([...(defaults.Env ?? []), ...asked.env]),
    ...(workdir ? { WorkingDir: workdir } : {}),
    ...(user ? { User: user } : {}),
    ...(Object.keys(ports).length > 0 ? { ExposedPorts: ports } : {}),
    ...(defaults.Volumes ? { Volumes: defaults.Volumes } : {}),
  };
}

/** A variable that is set again keeps its place. */
const lastOfEach = (env: readonly string[]): string[] => [
  ...new Map(env.map((entry) => [entry.split("=", 1)[0], entry])).values(),
];
