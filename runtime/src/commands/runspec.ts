/** From the options of `run` to a Spec. */
import { hostname } from "node:os";
import { parseConduct } from "../container/conduct.ts";
import { findVolumes, refuseVolumes } from "../container/findvolumes.ts";
import { asRun, fillIn } from "../container/fromimage.ts";
import { callerMap, parseIdMapping } from "../container/idoptions.ts";
import type { Remembered } from "../container/life.ts";
import { parseLimits } from "../container/limits.ts";
import { parseMount } from "../container/mountoption.ts";
import { parseNames, parseNetworking } from "../container/networkoption.ts";
import { parseExpose } from "../container/publishoption.ts";
import { parseSecurity } from "../container/securityoptions.ts";
import { asksToShare } from "../container/sharing.ts";
import type { Spec } from "../container/spec.ts";
import { parseTmpfs } from "../container/tmpfsoption.ts";
import { parseTuning } from "../container/tuning.ts";
import { parseVolumes, type VolumeRequest } from "../container/volumes.ts";
import { newId } from "../host/random.ts";
import { resolveRoot, workingDirectory } from "../host/rootdir.ts";
import type { ContainerConfig } from "../image/manifest.ts";
import { UserError } from "../kernel/errors.ts";
import type { RunOptions } from "./runoptions.ts";
import { readLines, variables } from "./variables.ts";

/** What is to run: a Spec, and what is remembered of the container if it is. */
export interface Run {
  readonly spec: Spec;
  readonly remembered: Remembered;
  /** Its root is an image's. */
  readonly image: boolean;
}

/**
 * What the command line of `run` asks for.
 *
 * @throws UserError for what cannot be; nothing has been made then
 */
export async function describeRun(given: RunOptions, words: readonly string[]): Promise<Run> {
  const options = await withNetworkNames(given);
  const conduct = { name: options.name, layers: [], ...parseConduct(withLabels(options)) };
  const env = variables(options);
  if (options.pull !== undefined && (options.rootfs !== undefined || isPath(words[0]))) {
    throw new UserError("--pull needs an image: a directory or a path is there already");
  }
  if (options.rootfs !== undefined) {
    const root = resolveRoot(options.rootfs);
    const spec = await describe(options, { ...asGiven(options, words, env, root), root });
    return { spec, remembered: conduct, image: false };
  }
  if (isPath(words[0])) {
    return {
      spec: await describe(options, asGiven(options, words, env)),
      remembered: conduct,
      image: false,
    };
  }
  refuseMapped(options);
  const [name = "", ...rest] = words;
  if (options.pull) await pullFirst(name, options);
  const { image, held } = await findImage(name);
  const { entrypoint, workdir, user } = options;
  const asked = { words: rest, entrypoint, env, workdir, user };
  const filled = fillIn(name, image.config, asked);
  const spec = await describe(options, { ...filled, root: "/" }, image.config);
  const exposed = exposedPorts(options, spec);
  const remembered = {
    ...conduct,
    image: name,
    imageId: image.id,
    held,
    config: asRun(image.config, { ...asked, exposed }),
    layers: image.lowerDirs.toReversed(),
  };
  return { spec, remembered, image: true };
}

const exposedPorts = ({ expose = [] }: RunOptions, { networking }: Spec): string[] =>
  [...expose.flatMap((word) => parseExpose(word)), ...(networking?.ports ?? [])].map(
    ({ containerPort, protocol }) => `${containerPort}/${protocol}`,
  );

/** `--network $(mydocker network create NAME)` names one by its id. */
async function withNetworkNames(options: RunOptions): Promise<RunOptions> {
  const { network = [] } = options;
  if (!network.some((word) => /^[0-9a-f]{4,64}$/.test(word))) return options;
  const { networkName } = await import("../container/findnetwork.ts");
  return { ...options, network: network.map(networkName) };
}

async function pullFirst(name: string, { pull = "", quiet = false }: RunOptions): Promise<void> {
  const { getImage } = await import("./pullfirst.ts");
  getImage(name, pull, quiet);
}

/** Labels on the command line come after those of files. */
const withLabels = (options: RunOptions): RunOptions => ({
  ...options,
  label: [
    ...(options.labelFile ?? []).flatMap((path) => readLines("--label-file", path)),
    ...(options.label ?? []),
  ],
});

type Command = Pick<Spec, "argv" | "env" | "workdir" | "user" | "root">;

/** Without an image there are no defaults: what is given is what runs. */
function asGiven(
  options: RunOptions,
  words: readonly string[],
  env: string[],
  root?: string,
): Command {
  return {
    argv: words,
    env,
    workdir: workingDirectory(options.workdir, root),
    user: options.user || undefined,
  };
}

/** @param image what the image asks for */
async function describe(
  options: RunOptions,
  command: Command,
  image?: ContainerConfig,
): Promise<Spec> {
  const id = newId();
  const more = await others(options);
  const { requests, tmpfs } = mountsOf(options, Object.keys(image?.Volumes ?? {}), more);
  const ids = userNamespace(options);
  const sharing = await shared(options, ids !== undefined);
  return {
    id,
    ...command,
    hostname: (sharing?.uts ? hostname() : options.hostname) || id.slice(0, 12),
    domainname: options.domainname || undefined,
    readOnly: options.readOnly ?? false,
    tmpfs,
    terminal: options.tty ?? false,
    interactive: options.interactive ?? false,
    init: options.init ?? false,
    ids,
    sharing,
    limits: parseLimits(options),
    security: parseSecurity(options, command.root !== undefined),
    ...parseTuning(options, command.root !== undefined),
    ...networkOf(options, image),
    // Last, since a directory that is missing is made, when all else is known to be right.
    ...volumesOf(requests, tmpfs, command.root !== undefined, options),
  };
}

/** What other containers are shown (`--volumes-from`). */
async function others({ volumesFrom }: RunOptions): Promise<VolumeRequest[]> {
  if (!volumesFrom) return [];
  return (await import("../container/volumesfrom.ts")).volumesOfOthers(volumesFrom);
}

/** What is not its own; with the machine's shared memory goes the place where it has names. */
async function shared(options: RunOptions, mapped: boolean): Promise<Spec["sharing"]> {
  if (!asksToShare(options)) return undefined;
  return (await import("../container/sharingoption.ts")).parseSharing(options, mapped);
}

/** Without an image, and without root, there is only `lo` unless more is asked for. */
function networkOf(
  options: RunOptions,
  image?: ContainerConfig,
): Pick<Spec, "networking" | "names"> {
  const isRoot = process.geteuid?.() === 0;
  const networking = parseNetworking(options, {
    usual: image && isRoot ? process.env.MYDOCKER_NETWORK || "bridge" : undefined,
    isRoot,
    exposed: Object.keys(image?.ExposedPorts ?? {}),
    name: image ? undefined : options.name,
  });
  return { networking, names: parseNames(options) };
}

/** What is to be mounted; a volume that the image asks for gives way to what is asked for here. */
function mountsOf(
  { volume = [], mount = [], tmpfs = [], ipc }: RunOptions,
  image: readonly string[],
  others: readonly VolumeRequest[],
) {
  const mounts = mount.map(parseMount);
  const shm = ipc === "host" ? parseVolumes(["/dev/shm:/dev/shm"]) : [];
  const asked = [...parseVolumes(volume), ...mounts.flatMap((one) => one.volume ?? []), ...shm];
  const covered = asked.map(({ target }) => target);
  const requests = [...asked, ...others.filter(({ target }) => !covered.includes(target))];
  const memory = [...tmpfs.map(parseTmpfs), ...mounts.flatMap((one) => one.tmpfs ?? [])];
  const taken = [...requests.map(({ target }) => target), ...memory.map(({ path }) => path)];
  const more = image.length > 0 ? parseVolumes(image) : [];
  return {
    requests: [...requests, ...more.filter(({ target }) => !taken.includes(target))],
    tmpfs: memory,
  };
}

function volumesOf(
  requests: readonly VolumeRequest[],
  tmpfs: Spec["tmpfs"],
  ownRoot: boolean,
  { plan = false }: RunOptions,
): Pick<Spec, "volumes" | "named"> {
  const targets = tmpfs.map(({ path }) => path);
  refuseVolumes(requests, targets, ownRoot);
  return findVolumes(requests, plan);
}

/** A path is never an image: then the root is the machine's own. */
const isPath = (word = "") => /^\.{0,2}\//.test(word);

/** The image, and the promise that nobody removes it before its container is written down. */
async function findImage(name: string) {
  const { holdContent, resolveImage } = await import("../image/resolve.ts");
  const held = holdContent();
  const image = resolveImage(name);
  if (image) return { image, held };
  throw new UserError(
    `no image ${JSON.stringify(name)} here: get it with 'mydocker pull ${name}', or run the machine's own command with 'mydocker run --rootfs / ${name} …'`,
  );
}

/** Overlay's marks in layers are the machine's root's, and no user namespace may read them. */
function refuseMapped({ userns, uidmap = [], gidmap = [] }: RunOptions): void {
  if (!userns && uidmap.length + gidmap.length === 0) return;
  throw new UserError(
    "an image's layers belong to the machine's root, whom a user namespace does not know: unpack it as the user that you map to ('mydocker export' of a container of it, then tar -x), and use --rootfs DIR with --userns, --uidmap or --gidmap",
  );
}

/** Without root there is no other way than a user namespace. */
function userNamespace({ userns, uidmap = [], gidmap = [] }: RunOptions): Spec["ids"] {
  const caller = callerMap();
  if (!userns && uidmap.length + gidmap.length === 0 && caller.uid === 0) return undefined;
  return {
    uids: uidmap.map((text) => parseIdMapping("--uidmap", text)),
    gids: gidmap.map((text) => parseIdMapping("--gidmap", text)),
    caller,
  };
}
