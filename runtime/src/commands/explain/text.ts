/** A container drawn with characters, for a terminal. */
import pc from "picocolors";
import type { Picture } from "../../container/explain/picture.ts";
import {
  directories,
  fraction,
  isOwn,
  layerText,
  publishedPorts,
  shareText,
  shorten,
  stations,
} from "./words.ts";

const BAR = 20; // characters of a full bar

/** Lines of the drawing, top to bottom. */
export const drawText = (picture: Picture): string[] => [
  ...title(picture),
  "",
  ...namespaces(picture),
  "",
  ...cgroups(picture),
  "",
  ...root(picture),
  "",
  ...mounts(picture),
  "",
  ...network(picture),
];

function title({ name, id, image, pid, command }: Picture): string[] {
  const what = image === undefined ? "a directory of the machine" : `image ${image}`;
  return [
    pc.bold(`${name} (${id.slice(0, 12)}), ${what}`),
    `PID ${pid} here, 1 inside: ${command}`,
  ];
}

function namespaces({ namespaces: all }: Picture): string[] {
  const lines = all.map((one) => {
    const arrow = isOwn(one) ? "│" : "═";
    const own = isOwn(one) ? pc.green("own") : pc.yellow("the machine's");
    return `  ${one.kind.padEnd(8)}${one.host.padEnd(12)} ${arrow} ${one.container.padEnd(12)} ${own}`;
  });
  return [pc.bold("Namespaces"), pc.dim("          machine      │ container"), ...lines];
}

function cgroups(picture: Picture): string[] {
  const lines = picture.shares.map((share) => {
    const full = fraction(share);
    const bar = full === undefined ? "".padEnd(BAR, "·") : filled(full);
    return `  ${share.what.padEnd(10)}${bar}  ${shareText(share)}`;
  });
  const where = directories(picture).map((one) => `  ${pc.dim(shorten(one))}`);
  return [pc.bold("Cgroups"), ...lines, ...where];
}

const filled = (share: number): string => {
  const blocks = Math.max(1, Math.round(share * BAR));
  return "█".repeat(blocks).padEnd(BAR, "░");
};

function root({ layers }: Picture): string[] {
  if (layers.length === 0)
    return [pc.bold("Root"), "  a directory of the machine, or its own root"];
  const lines = layers.map((layer, i) => {
    const corner = i === 0 ? "┌" : i === layers.length - 1 ? "└" : "├";
    return `  ${corner} ${layer.kind} ${shorten(layer.directory)}  ${pc.dim(layerText(layer, i, layers.length))}`;
  });
  return [pc.bold("Root: an overlay, from top to bottom"), ...lines.map((line) => line.trimEnd())];
}

function mounts({ mounts: all }: Picture): string[] {
  const lines = all.map(({ point, type, flags }) => {
    const access = flags.includes("ro") ? "ro" : "rw";
    return `  ${access} ${type.padEnd(8)} ${point}`;
  });
  return [pc.bold("Mounts"), ...lines];
}

function network(picture: Picture): string[] {
  const { ways, gateway } = picture.network;
  if (ways.length === 0) return [pc.bold("Network"), "  only lo: no way out, none in"];
  const lines = ways.map((way) => `  ${stations(way, picture).join(" → ")}`);
  return [
    pc.bold("Network: a packet's way out"),
    ...lines,
    ...(gateway ? [`  by the gateway ${gateway}`] : []),
    ...publishedPorts(picture).map((port) => `  published: ${port}`),
  ];
}
