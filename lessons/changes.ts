/**
 * Why checks have changed, the oldest first: what `npm run update` tells those who had passed them
 * before. A change of what a check asks adds an entry at the end; entries are never taken out.
 */
import type { Change } from "../checks/src/course/update/changed.ts";

/** All changes. */
export const changes: readonly Change[] = [];
