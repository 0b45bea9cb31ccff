/** What the kernel says of links, addresses and routes, in a container and in the pretend host. */
import {
  both,
  type Container,
  enter,
  MOMENT,
  verbatim,
} from "../../../checks/src/harness/index.ts";

/** A link, as `ip -json -details addr` has it; what matters of it. */
export interface Link {
  readonly ifname: string;
  readonly address?: string;
  readonly flags: readonly string[];
  /** The bridge that it is a port of. */
  readonly master?: string;
  readonly linkinfo?: { readonly info_kind?: string };
  readonly addr_info: readonly {
    readonly family: "inet" | "inet6";
    readonly local: string;
    readonly prefixlen: number;
    readonly scope: string;
    /** Not to be used yet: the kernel asks whether somebody else has it (RFC 4862). */
    readonly tentative?: boolean;
  }[];
}

/** A route, as `ip -json route` has it. */
export interface Route {
  readonly dst: string;
  readonly gateway?: string;
  readonly dev?: string;
}

const ip = async <T>(pid: number, ...words: string[]): Promise<T> =>
  JSON.parse((await enter(pid, ["net"], ["ip", "-json", ...words])).stdout || "[]");

/** All links in a process's network namespace, with their addresses. */
export const linksIn = (pid: number) => ip<Link[]>(pid, "-details", "addr");

/** The routes in it. */
export const routesIn = (pid: number, family: "-4" | "-6" = "-4") =>
  ip<Route[]>(pid, family, "route");

/** A link that is up, and whose other side is, too (RFC 2863). */
export const isUp = ({ flags }: Link): boolean =>
  flags.includes("UP") && flags.includes("LOWER_UP");

/** A container's IPv4 address with its prefix; undefined when it has none. */
export async function addressOf(
  pid: number,
): Promise<{ local: string; prefixlen: number } | undefined> {
  const eth0 = (await linksIn(pid)).find(({ ifname }) => ifname === "eth0");
  return eth0?.addr_info.find(({ family }) => family === "inet");
}

/** Its address, once it has one; the probe may run a little before that. */
export async function expectAddress(box: Container): Promise<string> {
  const deadline = performance.now() + MOMENT / 4;
  let links = await linksIn(box.pid);
  while (!ready(links) && performance.now() < deadline) links = await linksIn(box.pid);
  const eth0 = links.find(({ ifname }) => ifname === "eth0");
  box.expect(eth0 !== undefined, {
    diagnosis: "no-eth0",
    expected: both("the container has an interface eth0", "容器里有网络接口 eth0"),
    observed: verbatim(links.map(({ ifname }) => ifname).join(" ")),
  });
  const address = eth0?.addr_info.find(({ family }) => family === "inet")?.local;
  box.expect(address !== undefined, {
    diagnosis: "no-address",
    expected: both("eth0 has an IPv4 address", "eth0 有 IPv4 地址"),
    observed: both("none", "没有"),
  });
  return address ?? "";
}

const ready = (links: readonly Link[]) =>
  links.some(
    ({ ifname, addr_info }) =>
      ifname === "eth0" && addr_info.some(({ family }) => family === "inet"),
  );
