/**
 * A published port is held: a socket that nobody listens on is bound to it, so that no program of the
 * machine can have it. What is meant for the container never comes to it (publish.ts).
 */
import { closeSync } from "node:fs";
import { UserError } from "../../kernel/errors.ts";
import { AF_INET, AF_INET6, SOCK } from "../../kernel/flags.ts";
import { native } from "../../kernel/native.ts";
import { isV6, type Published } from "./network.ts";

/**
 * Takes a port (bind(2)).
 *
 * @returns the socket, which holds the port for as long as anybody has it open; undefined when
 *   somebody else has the port
 * @throws UserError for an address that the machine does not have
 */
export function holdPort(port: Published): number | undefined {
  const { hostIp } = port;
  if (hostIp !== undefined) return bindTo(hostIp, port);
  try {
    return bindTo("::", port); // takes IPv4 too (ipv6(7), IPV6_V6ONLY)
  } catch {
    return bindTo("0.0.0.0", port); // a kernel without IPv6
  }
}

function bindTo(address: string, { protocol, hostPort }: Published): number | undefined {
  const type = protocol === "tcp" ? SOCK.STREAM : SOCK.DGRAM;
  const socket = native.socket(isV6(address) ? AF_INET6 : AF_INET, type);
  try {
    native.bind(socket, address, hostPort);
    return socket;
  } catch (error) {
    closeSync(socket);
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") return undefined;
    if (code !== "EADDRNOTAVAIL") throw error;
    throw new UserError(`-p: the machine does not have the address ${address} (see 'ip address')`);
  }
}
