/** The value below which the share `p` (0 to 1) of the values lies, by nearest rank. NaN of no values. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Three significant digits: more would claim what the machine does not repeat. */
export const round = (value: number): number => Number(value.toPrecision(3));
