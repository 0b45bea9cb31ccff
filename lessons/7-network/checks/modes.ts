/** 7.19: the networks that nobody has to make: the default one, none, the host's, another container's. */
import {
  both,
  type Container,
  goal,
  HOST,
  linksOf,
  namespaceOf,
  OUTSIDE,
  shares,
  type Trial,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { baseLayer, storeWith } from "../../4-overlay/checks/images.ts";
import { expectAddress } from "./facts.ts";
import { PORT, serves } from "./networks.ts";
import { expectAnswers } from "./traffic.ts";

const IMAGE = "nest";

const boxOf = (t: Trial, ...options: string[]): Promise<Container> =>
  t.container(["serve", `${PORT}`], { options: [...options, IMAGE], ready: serves });

const A_CONTAINER = both("a container", "容器");

goal("7.19", async (t) => {
  delete process.env.MYDOCKER_NETWORK; // the pretend host's other lessons do without
  await storeWith(t, [{ name: IMAGE, layers: [baseLayer()] }]);
  const usual = await boxOf(t, "--name", "robin");
  await expectAddress(usual);
  await expectAnswers(
    usual.expect,
    { pid: usual.pid, who: A_CONTAINER, seenAs: HOST.address },
    OUTSIDE.address,
    OUTSIDE.port,
    { silent: "no-default-network", changed: "other-source" },
  );
  const alone = await boxOf(t, "-net", "none", "--name", "wren");
  const names = (await linksOf(alone.pid)).map(({ ifname }) => ifname);
  alone.expect(!shares(alone.pid, "net") && names.join(" ") === "lo", {
    diagnosis: "not-alone",
    expected: both("with none, nothing but lo", "none：除 lo 外什么都没有"),
    observed: verbatim(names.join(" ")),
  });
  await alone.end();
  await expectShared(t, usual);
  await usual.end();
  await t.mydocker(["rm", "robin", "wren", "owl", "lark"]);
  await t.mydocker(["network", "rm", "bridge"]);
});

async function expectShared(t: Trial, usual: Container): Promise<void> {
  const guest = await t.container(["pause"], {
    options: ["-net", "container:robin", "--name", "owl", IMAGE],
  });
  guest.expect(namespaceOf(guest.pid, "net") === namespaceOf(usual.pid, "net"), {
    diagnosis: "not-joined",
    expected: both("with container:robin, robin's network", "container:robin：使用 robin 的网络"),
    observed: verbatim(namespaceOf(guest.pid, "net")),
  });
  const open = await t.container(["pause"], { options: ["-net", "host", "--name", "lark", IMAGE] });
  open.expect(shares(open.pid, "net"), {
    diagnosis: "not-the-hosts",
    expected: both("with host, the machine's own network", "host：使用宿主机自己的网络"),
    observed: verbatim(namespaceOf(open.pid, "net")),
  });
  await Promise.all([guest.end(), open.end()]);
}
