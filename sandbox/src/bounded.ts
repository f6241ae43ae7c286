/** Adds to the front and lets the oldest go: the sandbox lives in memory and may run for weeks. */
export function keepNewest<T>(list: T[], item: T, most: number): void {
  list.unshift(item);
  if (list.length > most) list.length = most;
}

/** Counts per key; the keys that were counted longest ago are forgotten first. */
export class BoundedCounts {
  readonly #counts = new Map<string, number>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  add(key: string): number {
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.delete(key);
    this.#counts.set(key, count);
    const oldest = this.#counts.keys().next();
    if (this.#counts.size > this.#most && !oldest.done) this.#counts.delete(oldest.value);
    return count;
  }

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  all(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }

  clear(): void {
    this.#counts.clear();
  }
}
