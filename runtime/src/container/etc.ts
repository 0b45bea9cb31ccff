/** What is in a container's own files below /etc, as docker writes them. */
import { nameservers } from "../host/resolv.ts";
import type { EtcFiles } from "../inside/etc.ts";
import type { Spec } from "./spec.ts";

const HOSTS = [
  "127.0.0.1\tlocalhost",
  "::1\tlocalhost ip6-localhost ip6-loopback",
  "fe00::\tip6-localnet",
  "ff00::\tip6-mcastprefix",
  "ff02::1\tip6-allnodes",
  "ff02::2\tip6-allrouters",
];

/** The contents of /etc/hostname, /etc/hosts and /etc/resolv.conf (hosts(5), resolv.conf(5)). */
export const etcFiles = ({ hostname }: Spec): EtcFiles => ({
  hostname: `${hostname}\n`,
  hosts: lines(HOSTS),
  "resolv.conf": lines(nameservers()),
});

const lines = (all: readonly string[]) => all.map((line) => `${line}\n`).join("");
