/** Something that waits for the reader, and since when or until when; null where it says no time. */
export interface Waiting {
  readonly atMs: number | null;
  /** due before now: a task, and nothing else, can be late */
  readonly late: boolean;
}

export const GROUPS = ['Late', 'Since before today', 'Today'] as const;
type Group = (typeof GROUPS)[number];

/** What is late, what has waited over night, and what is of today; in each the one that waits longest first. */
export function byWhen<Item extends Waiting>(
  items: readonly Item[],
  now = new Date(),
): readonly { readonly label: Group; readonly items: readonly Item[] }[] {
  const midnightMs = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const groupOf = ({ atMs, late }: Item): Group => {
    if (late) return 'Late';
    return atMs !== null && atMs < midnightMs ? 'Since before today' : 'Today';
  };
  const grouped = Map.groupBy(items, groupOf);
  return GROUPS.flatMap((label) => {
    const some = grouped.get(label);
    return some ? [{ label, items: some.toSorted((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0)) }] : [];
  });
}
