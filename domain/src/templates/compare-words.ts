/** A run of words that both have, or that one of them has. */
export interface Piece {
  readonly of: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** So many comparisons are done word by word; what is longer is told as one piece taken out and one put in. */
const MOST_COMPARISONS = 1_000_000;

/** What was taken out and put in, word by word: line by line first, so that a long text is compared fast. */
export function compareWords(before: string, after: string): readonly Piece[] {
  const lines = compare(before.split(/(?<=\n)/), after.split(/(?<=\n)/));
  return joined(lines.flatMap((piece, at) => finer(piece, lines[at + 1], lines[at - 1])));
}

/** Lines that were taken out, with those that came in their place, are compared by their words. */
function finer(piece: Piece, next: Piece | undefined, last: Piece | undefined): readonly Piece[] {
  if (piece.of === 'removed' && next?.of === 'added') return compare(words(piece.text), words(next.text));
  if (piece.of === 'added' && last?.of === 'removed') return [];
  return [piece];
}

const words = (text: string): string[] => text.split(/(\s+)/).filter(Boolean);

/** By the longest common row of parts, within what both begin and end with. */
function compare(before: readonly string[], after: readonly string[]): readonly Piece[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail += 1;
  const [old, now] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
  return joined([
    { of: 'same', text: before.slice(0, head).join('') },
    ...(old.length * now.length > MOST_COMPARISONS ? whole(old, now) : byCommonParts(old, now)),
    { of: 'same', text: before.slice(before.length - tail).join('') },
  ]);
}

const whole = (old: readonly string[], now: readonly string[]): Piece[] => [
  { of: 'removed', text: old.join('') },
  { of: 'added', text: now.join('') },
];

function byCommonParts(old: readonly string[], now: readonly string[]): Piece[] {
  const width = now.length + 1;
  // how many parts the rests have in common, by where they begin
  const common = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      common[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [gone, come] = [old[i], now[j]];
    if (gone !== undefined && gone === come) {
      pieces.push({ of: 'same', text: gone });
      [i, j] = [i + 1, j + 1];
    } else if (gone !== undefined && (come === undefined || at(i + 1, j) >= at(i, j + 1))) {
      pieces.push({ of: 'removed', text: gone });
      i += 1;
    } else {
      pieces.push({ of: 'added', text: come ?? '' });
      j += 1;
    }
  }
  return pieces;
}

/**
 * Neighbours of one kind become one piece, also over a space between two words that were both replaced; within a change what
 * was taken out stands first.
 */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const out: Piece[] = [];
  let [gone, come] = ['', ''];
  const flush = (): void => {
    if (gone) out.push({ of: 'removed', text: gone });
    if (come) out.push({ of: 'added', text: come });
    [gone, come] = ['', ''];
  };
  for (const [at, { of, text }] of pieces.entries()) {
    if (of === 'removed') gone += text;
    else if (of === 'added') come += text;
    else if (gone && come && /^[^\S\n]+$/.test(text) && isChange(pieces[at + 1])) {
      gone += text;
      come += text;
    } else if (text) {
      const last = gone || come ? undefined : out.at(-1);
      flush();
      if (last?.of === 'same') out.splice(-1, 1, { of, text: last.text + text });
      else out.push({ of, text });
    }
  }
  flush();
  return out;
}

const isChange = (piece: Piece | undefined): boolean => piece !== undefined && piece.of !== 'same';
