/**
 * Failures on demand: each is taken a number of times, in the order in which they were asked for, and is then gone. One
 * queue serves one stand-in, so a test sees exactly the failures it asked for.
 */
export class FaultQueue<F extends { readonly kind: string; readonly times: number }> {
  #waiting: { fault: F; left: number }[] = [];

  add(fault: F): void {
    this.#waiting.push({ fault, left: fault.times });
  }

  /** The next fault that `fits`, used up once by this. */
  take<T extends F>(fits: (fault: F) => fault is T): T | undefined {
    for (const entry of this.#waiting) {
      if (!fits(entry.fault)) continue;
      entry.left -= 1;
      if (entry.left <= 0) this.#waiting = this.#waiting.filter((other) => other !== entry);
      return entry.fault;
    }
    return undefined;
  }

  list(): (F & { left: number })[] {
    return this.#waiting.map(({ fault, left }) => ({ ...fault, left }));
  }

  clear(): void {
    this.#waiting = [];
  }
}
