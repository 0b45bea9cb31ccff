/** What both drawings say of a container, in the same words. */
import type { Layer, Picture } from "../../container/explain/picture.ts";
import type { Share } from "../../host/look/groups.ts";
import type { Way } from "../../host/look/way.ts";

/** Whether a namespace is the container's own. */
export const isOwn = ({ host, container }: Picture["namespaces"][number]): boolean =>
  host !== container;

/** `2.1 MiB of 64.0 MiB`, `1 process`, `12 ms on at most 0.5 cores`. */
export function shareText({ what, used, limit }: Share): string {
  const of = (unit: (value: number) => string) =>
    limit === undefined ? `${unit(used)}, no limit` : `${unit(used)} of ${unit(limit)}`;
  if (what === "memory") return of((bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`);
  if (what === "processes") return of(String);
  const time = `${(used / 1000).toFixed(0)} ms used`;
  return limit === undefined ? `${time}, no limit` : `${time}, at most ${limit} cores`;
}

/** How much of its limit is used, 0 to 1; undefined where that says nothing. */
export const fraction = ({ what, used, limit }: Share): number | undefined =>
  limit === undefined || what === "cpu" ? undefined : Math.min(1, used / limit);

/** What a layer is for. */
export const layerText = ({ kind }: Layer, at: number, count: number): string =>
  kind === "upper" ? "what the container writes" : at === count - 1 ? "the image's base" : "";

/** From the container to the world: what a packet passes, one after the other. */
export function stations(way: Way, { network }: Picture): string[] {
  const { device, addresses, peer, bridge } = way;
  const rewritten = network.rules.find((rule) => rule.includes("MASQUERADE"));
  return [
    [device, ...addresses].join(" "),
    ...(peer ? [peer] : []),
    ...(bridge ? [[bridge.name, ...bridge.addresses].join(" ")] : []),
    ...(rewritten ? ["MASQUERADE"] : []),
    ...(rewritten && network.uplink ? [network.uplink] : []),
  ];
}

/** `-A MYDOCKER-PUBLISH … --dport 8080 … --to-destination 172.17.0.2:80`: `8080 → 172.17.0.2:80`. */
export function publishedPorts({ network }: Picture): string[] {
  return network.rules.flatMap((rule) => {
    const port = /--dport (\S+)/.exec(rule)?.[1];
    const target = /--to-destination (\S+)/.exec(rule)?.[1];
    const protocol = /-p (\S+)/.exec(rule)?.[1] ?? "tcp";
    return port && target ? [`${port}/${protocol} → ${target}`] : [];
  });
}

/** The groups' directories, those that differ in their controller alone as one: `/x/{cpu,pids}/id`. */
export function directories({ groups }: Picture): string[] {
  const own = groups.map(({ directory }) => directory).filter((one) => /[0-9a-f]{64}/.test(one));
  const byTail = new Map<string, string[]>();
  for (const one of own) {
    const tail = one.split("/").slice(4).join("/");
    byTail.set(tail, [...(byTail.get(tail) ?? []), one]);
  }
  return [...byTail].map(([tail, all]) => {
    if (all.length === 1) return all[0] ?? "";
    const heads = all.map((one) => one.split("/").slice(0, 4));
    const names = heads.map((head) => head.at(-1)).sort();
    return `${heads[0]?.slice(0, 3).join("/")}/{${names.join(",")}}/${tail}`;
  });
}

/** Ids and digests as people tell them apart: by their first twelve digits. */
export const shorten = (text: string): string => text.replace(/([0-9a-f]{12})[0-9a-f]{52}/g, "$1…");
