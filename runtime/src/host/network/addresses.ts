/** Addresses of containers: which one is next. */

/** The addresses of a network, as numbers: 172.18.0.2 is 2886860802n. */
export interface Range {
  /** The network's own address: all bits after the prefix are 0. */
  readonly first: bigint;
  /** The broadcast address: all bits after the prefix are 1. */
  readonly last: bigint;
  /** The bridge has it, and containers send through it whatever is for others. */
  readonly gateway: bigint;
}

/**
 * The address that the next container gets: the lowest one that is free.
 *
 * Three of a network's addresses are nobody's: the first is the network's own name, the last is for
 * broadcasts, and the gateway is the bridge. An address that was given back is as free as one that
 * was never given. A /8 has 16 million addresses, so looking must take as long as there are
 * containers, not as long as there are addresses.
 *
 * @lesson 7 allocate
 * @starter range.first + 2n
 * @param taken the addresses that containers have, in no order
 * @returns undefined when none is free
 */
export function freeAddress(range: Range, taken: ReadonlySet<bigint>): bigint | undefined {
  for (let address = range.first + 1n; address < range.last; address++) {
    if (address !== range.gateway && !taken.has(address)) return address;
  }
  return undefined;
}
