/**
 * What the kernel remembers of exchanges by UDP (conntrack): where their packets go was decided with
 * the first one, and stays so as long as they go on, whatever becomes of the rules. By netlink(7),
 * since the tool conntrack(8) is on few machines; numbers and forms are those of linux/netlink.h
 * and linux/netfilter/nfnetlink_conntrack.h.
 */
import { closeSync, readSync, writeSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { AF_NETLINK, NETLINK_NETFILTER, SOCK } from "../../kernel/flags.ts";
import { native } from "../../kernel/native.ts";
import { ANY_V4, isV6, type Published } from "./network.ts";
import { toNumber } from "./ranges.ts";

const [GET, DELETE] = [0x101, 0x102]; // IPCTNL_MSG_CT_*, of subsystem 1
const [ERROR, DONE] = [2, 3]; // NLMSG_*
const [REQUEST, ACK, DUMP] = [1, 4, 0x300]; // NLM_F_*
const [ORIGINAL, ID, ZONE] = [1, 12, 18]; // CTA_TUPLE_ORIG, and what else tells entries apart
const [ADDRESSES, PORTS] = [1, 2]; // CTA_TUPLE_IP, CTA_TUPLE_PROTO
const [HEADER, FAMILY] = [16, 4]; // bytes of nlmsghdr, and of nfgenmsg after it
const KIND = 0x3fff; // NLA_TYPE_MASK
const CHUNK = 64 * 1024; // bytes: more than the kernel says at once
const UDP = 17;
const NOTHING = Buffer.alloc(0);

/**
 * Forgets the exchanges by UDP with some ports of the machine: their next packet goes where the rules
 * say now.
 *
 * @throws Error where the kernel does not tell (a kernel without CONFIG_NF_CT_NETLINK)
 */
export function forgetExchanges(ports: readonly Published[]): void {
  const wanted = ports.filter(({ protocol }) => protocol === "udp");
  if (wanted.length === 0) return;
  const socket = native.socket(AF_NETLINK, SOCK.RAW, NETLINK_NETFILTER);
  try {
    const isOwn = ownAddresses();
    const doomed = entries(socket).filter((entry) => {
      const { protocol, address, port } = firstPacket(entry);
      const isMeant = ({ hostIp, hostPort }: Published) =>
        port === hostPort &&
        (hostIp === undefined || hostIp === ANY_V4 ? isOwn(address) : address === hex(hostIp));
      return protocol === UDP && wanted.some(isMeant);
    });
    for (const entry of doomed) forget(socket, entry);
  } finally {
    closeSync(socket);
  }
}

const hex = (address: string): string =>
  (toNumber(address) ?? 0n).toString(16).padStart(isV6(address) ? 32 : 8, "0");

/** Whether an address, in hexadecimal, is one of the machine's. */
function ownAddresses(): (address: string) => boolean {
  const all = Object.values(networkInterfaces()).flatMap((some) => some ?? []);
  const own = new Set(all.map(({ address }) => hex(address)));
  return (address) => own.has(address) || (address.length === 8 && address.startsWith("7f"));
}

/** All that the kernel remembers, each without its header. */
function entries(socket: number): Buffer[] {
  ask(socket, GET, DUMP, Buffer.alloc(FAMILY));
  const all: Buffer[] = [];
  for (;;) {
    for (const { type, body } of receive(socket)) {
      if (type === DONE) return all;
      if (type === ERROR) throw new Error(`conntrack: error ${-body.readInt32LE()}`);
      all.push(body);
    }
  }
}

/** Whom an entry's first packet was for. */
function firstPacket(entry: Buffer) {
  const tuple = attributes(attributes(entry.subarray(FAMILY)).get(ORIGINAL));
  const [addresses, ports] = [attributes(tuple.get(ADDRESSES)), attributes(tuple.get(PORTS))];
  const address = addresses.get(2) ?? addresses.get(4); // CTA_IP_V4_DST, CTA_IP_V6_DST
  return {
    protocol: ports.get(1)?.readUInt8(), // CTA_PROTO_NUM
    address: address?.toString("hex") ?? "",
    port: ports.get(3)?.readUInt16BE(), // CTA_PROTO_DST_PORT; ICMP has none
  };
}

function forget(socket: number, entry: Buffer): void {
  const kept = attributes(entry.subarray(FAMILY), true);
  const names = [ORIGINAL, ID, ZONE].flatMap((kind) => kept.get(kind) ?? []);
  ask(socket, DELETE, ACK, Buffer.concat([entry.subarray(0, FAMILY), ...names]));
  receive(socket); // it may have gone by itself
}

function ask(socket: number, type: number, flags: number, body: Buffer): void {
  const header = Buffer.alloc(HEADER);
  header.writeUInt32LE(HEADER + body.length);
  header.writeUInt16LE(type, 4);
  header.writeUInt16LE(REQUEST | flags, 6);
  writeSync(socket, Buffer.concat([header, body]));
}

function receive(socket: number): { type: number; body: Buffer }[] {
  const chunk = Buffer.alloc(CHUNK);
  const said = chunk.subarray(0, readSync(socket, chunk));
  const messages: { type: number; body: Buffer }[] = [];
  for (let at = 0; at < said.length; ) {
    const size = said.readUInt32LE(at);
    messages.push({ type: said.readUInt16LE(at + 4), body: said.subarray(at + HEADER, at + size) });
    at += aligned(size);
  }
  return messages;
}

/** Attributes by their kind. @param whole with their own headers */
function attributes(bytes: Buffer = NOTHING, whole = false): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= bytes.length; ) {
    const size = bytes.readUInt16LE(at);
    const value = bytes.subarray(whole ? at : at + 4, at + (whole ? aligned(size) : size));
    found.set(bytes.readUInt16LE(at + 2) & KIND, value);
    at += aligned(size);
  }
  return found;
}

const aligned = (size: number): number => (size + 3) & ~3;
