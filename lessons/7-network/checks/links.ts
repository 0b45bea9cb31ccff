/** 7.2: what a container on a network is made of, on its own side and on the host's. */
import { both, type Container, goal, verbatim } from "../../../checks/src/harness/index.ts";
import { expectAddress, isUp, type Link, linksIn, routesIn } from "./facts.ts";
import { BIRDS, boxOn, create, discard, newState, PORT } from "./networks.ts";
import { ask } from "./traffic.ts";

const GATEWAY = `${BIRDS.prefix}.1`;

goal("7.2", async (t) => {
  newState();
  await create(t);
  const alone = bridgeOf(await linksIn(process.pid));
  const box = await boxOn(t, BIRDS.name);
  await expectAddress(box);
  await expectHostSide(box, alone);
  await expectContainerSide(box);
  await discard(t, [box]);
});

const bridgeOf = (links: readonly Link[]) =>
  links.find(({ addr_info }) => addr_info.some(({ local }) => local === GATEWAY));

async function expectHostSide(box: Container, alone: Link | undefined): Promise<void> {
  const links = await linksIn(process.pid);
  const bridge = bridgeOf(links);
  box.expect(bridge?.linkinfo?.info_kind === "bridge", {
    diagnosis: bridge ? "no-bridge" : "bridge-without-address",
    expected: both(
      `a bridge of the host has the address ${GATEWAY}`,
      `宿主机有一个网桥，地址是 ${GATEWAY}`,
    ),
    observed: names(links),
  });
  const ports = links.filter(({ master }) => master !== undefined && master === bridge?.ifname);
  box.expect(ports.length > 0, {
    diagnosis: "no-port",
    expected: both(
      `the veth's host end is a port of ${bridge?.ifname}`,
      `veth 在宿主机的一端接在 ${bridge?.ifname} 上`,
    ),
    observed: names(links),
  });
  for (const link of [...(bridge ? [bridge] : []), ...ports]) {
    box.expect(link.flags.includes("UP"), {
      diagnosis: link === bridge ? "bridge-down" : "peer-down",
      expected: both(`${link.ifname} is up`, `${link.ifname} 已启用`),
      observed: verbatim(link.flags.join(" ")),
    });
  }
  box.expect(bridge?.address === alone?.address, {
    diagnosis: "bridge-mac-changes",
    expected: both(
      `${bridge?.ifname} keeps its hardware address, ${alone?.address}`,
      `${bridge?.ifname} 的硬件地址保持为 ${alone?.address}`,
    ),
    observed: verbatim(bridge?.address ?? ""),
  });
}

const names = (links: readonly Link[]) =>
  verbatim(
    links
      .map(({ ifname, master, addr_info }) =>
        [ifname, master && `master ${master}`, ...addr_info.map(({ local }) => local)]
          .filter(Boolean)
          .join(" "),
      )
      .join("; "),
  );

async function expectContainerSide(box: Container): Promise<void> {
  const links = await linksIn(box.pid);
  for (const name of ["eth0", "lo"]) {
    const link = links.find(({ ifname }) => ifname === name);
    box.expect(link !== undefined && isUp(link), {
      diagnosis: `${name}-down`,
      expected: both(`${name} is up in the container`, `容器里的 ${name} 已启用`),
      observed: verbatim(link?.flags.join(" ") ?? ""),
    });
  }
  const routes = await routesIn(box.pid);
  const way = routes.find(({ dst }) => dst === "default");
  box.expect(way?.gateway === GATEWAY, {
    diagnosis: way ? "other-gateway" : "no-default-route",
    expected: both(`the default route goes by ${GATEWAY}`, `默认路由经过 ${GATEWAY}`),
    observed: verbatim(routes.map(({ dst, gateway }) => `${dst} ${gateway ?? ""}`).join("; ")),
  });
  const own = await ask(box.pid, "tcp", "127.0.0.1", PORT);
  box.expect(own.from === "127.0.0.1", {
    diagnosis: "lo-down",
    expected: both("the container reaches itself by 127.0.0.1", "容器能通过 127.0.0.1 访问自己"),
    observed: verbatim(own.trouble ?? own.from ?? ""),
  });
}
