/** What a container is called by itself. */
import type { ContainerRecord } from "./record.ts";
import { list } from "./store.ts";

/** Its hostname; who is in another container's network has that one's. */
export function effectiveHostname(record: ContainerRecord): string {
  const passed = new Set<string>(); // two that name each other never run, but may be looked at
  let now = record;
  while (now.spec?.networking?.mode === "container" && !passed.has(now.id)) {
    passed.add(now.id);
    now = otherOf(now.spec.networking.container ?? "") ?? record;
  }
  return now.spec?.hostname ?? "";
}

const otherOf = (reference: string): ContainerRecord | undefined =>
  list().find(({ id, name }) => name === reference || id.startsWith(reference));
