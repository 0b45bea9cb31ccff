/** Many things to do, some of them at a time. */

/**
 * Does them all, at most `limit` at a time, in the order in which they come.
 *
 * @returns results in the order of the tasks
 */
export async function pool<Result>(
  tasks: readonly (() => Promise<Result>)[],
  limit: number,
): Promise<Result[]> {
  const results: Result[] = [];
  const rest = [...tasks.entries()];
  const worker = async () => {
    for (let next = rest.shift(); next; next = rest.shift()) {
      const [i, task] = next;
      results[i] = await task();
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
