const NUMBER = new Intl.NumberFormat('en-US');

/** "1 person", "1,240 people"; `many` only where it is not the one with an s. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${NUMBER.format(n)} ${n === 1 ? one : many}`;
