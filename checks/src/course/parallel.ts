/** Several things at a time, in order. */

/** As many as the machine of a learner or of CI has processors; more would only disturb. */
export const AT_A_TIME = 2;

/** Maps with at most `AT_A_TIME` under way; results are in the order of the items. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const rest = [...items.entries()];
  const worker = async () => {
    for (let next = rest.shift(); next; next = rest.shift()) {
      const [i, item] = next;
      results[i] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return results;
}
