/**
 * A stable 32-bit number of a text: FNV-1a, then MurmurHash3's finaliser. FNV alone is visibly uneven on ids that differ in
 * their last digits. The same person therefore stays in the same arm of an experiment for good.
 */
export function splitHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return hash >>> 0;
}

/** The arm of `salt/person`, by weight. Weights are non-negative integers and not all zero. */
export function chooseVariant<T extends { weight: number }>(
  salt: string,
  person: string,
  variants: readonly T[],
): T {
  const total = variants.reduce((sum, variant) => sum + variant.weight, 0);
  let rest = splitHash(`${salt}/${person}`) % total;
  for (const variant of variants) {
    rest -= variant.weight;
    if (rest < 0) return variant;
  }
  throw new Error('a split needs a variant with weight');
}
