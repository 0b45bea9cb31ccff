/** Hardware addresses, made of those of IPv4: where these differ, so do they. */

/** `02:42:`, which says that nobody's factory gave it, and the address's four bytes. */
export const macOf = (address: string): string =>
  [
    "02",
    "42",
    ...address.split(".").map((byte) => Number(byte).toString(16).padStart(2, "0")),
  ].join(":");
