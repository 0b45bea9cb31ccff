/** `--subnet` and `--gateway` as data (docker network create(1)). */
import { UserError } from "../../kernel/errors.ts";
import type { Range } from "./addresses.ts";
import { isV6, type Subnet } from "./network.ts";
import { bitsOf, rangeOf, toAddress, toNumber } from "./ranges.ts";
import { refuseReserved } from "./reserved.ts";

/**
 * The subnets that were asked for, each with the gateway of its family where there is one.
 *
 * @throws UserError for two of one family, for a gateway without a subnet, and as parseSubnet()
 */
export function parseSubnets(cidrs: readonly string[], gateways: readonly string[]): Subnet[] {
  refuseSecond("--subnet", cidrs);
  refuseSecond("--gateway", gateways);
  const alone = gateways.find((gateway) => !cidrs.some((cidr) => isV6(cidr) === isV6(gateway)));
  if (alone !== undefined) {
    const family = isV6(alone) ? "IPv6" : "IPv4";
    throw new UserError(
      `--gateway ${alone}: the --subnet of ${family} that it is in is needed too`,
    );
  }
  const gatewayOf = (cidr: string) => gateways.find((one) => isV6(one) === isV6(cidr));
  return cidrs.map((cidr) => parseSubnet(cidr, gatewayOf(cidr)));
}

function refuseSecond(option: string, words: readonly string[]): void {
  for (const six of [false, true]) {
    const [first, second] = words.filter((word) => isV6(word) === six);
    if (second === undefined) continue;
    const family = six ? "IPv6" : "IPv4";
    throw new UserError(
      `${option} ${second}: a network has one of ${family}, and ${first} is given`,
    );
  }
}

/**
 * A subnet as it was asked for; its gateway is the first address unless another one is wanted.
 * The articles write `192.168.10.1/24`: the address itself need not be the first one.
 *
 * @throws UserError for what is no subnet, is too large or too small, is kept for something else, or
 *   has no such gateway
 */
export function parseSubnet(text: string, gateway?: string): Subnet {
  const [, address = "", prefix = ""] = /^(.*)\/([0-9]{1,3})$/.exec(text) ?? [];
  if (toNumber(address) === undefined) {
    throw new UserError(
      `--subnet ${JSON.stringify(text)}: an address and a prefix are needed, such as 172.28.0.0/16`,
    );
  }
  const [least, most] = bitsOf(address) === 32 ? [8, 30] : [8, 126];
  if (Number(prefix) < least || Number(prefix) > most) {
    throw new UserError(`--subnet ${text}: the prefix is from /${least} to /${most}`);
  }
  refuseReserved(text);
  const range = rangeOf({ cidr: text, gateway: "" });
  const chosen = gateway === undefined ? range.first + 1n : toNumber(gateway);
  if (chosen === undefined || chosen <= range.first || chosen >= range.last) {
    throw new UserError(`--gateway ${gateway}: ${noGateway(chosen, range, text, address)}`);
  }
  return {
    cidr: `${toAddress(range.first, address)}/${Number(prefix)}`,
    gateway: toAddress(chosen, address),
  };
}

/** Why an address cannot be a subnet's gateway, and which can. */
function noGateway(
  chosen: bigint | undefined,
  { first, last }: Range,
  cidr: string,
  like: string,
): string {
  const span = `choose one from ${toAddress(first + 1n, like)} to ${toAddress(last - 1n, like)}`;
  if (chosen === undefined) return `no address (${span})`;
  if (chosen === first) return `that is the name of subnet ${cidr} itself (${span})`;
  if (chosen === last) return `that is the last address of ${cidr}, for broadcasts (${span})`;
  return `not an address of subnet ${cidr} (${span})`;
}
