/** What has to be undone, in the reverse order of the doing. */

/** Takes back one effect on the machine. */
export type Undo = () => void | Promise<void>;

/**
 * Undoes everything, the last first, also when one of them fails.
 *
 * @throws the first error, once all have been tried
 */
export async function undoAll(undos: readonly Undo[]): Promise<void> {
  const errors: unknown[] = [];
  for (const undo of undos.toReversed()) {
    try {
      await undo();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
