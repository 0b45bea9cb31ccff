/** The container's own name. */
import { type Plan, setdomainname, sethostname } from "../kernel/call.ts";

/**
 * Gives the container its hostname, which in a UTS namespace of its own is nobody else's.
 *
 * @lesson 1 hostname
 * @see sethostname(2), uts_namespaces(7)
 */
export function setHostname(name: string): Plan {
  return [sethostname(name)];
}

/** The name of its domain, as NIS knows it (`domainname` prints it). */
export const setDomain = (name: string): Plan => [setdomainname(name)];
