import type { RunWish } from '@rap/contracts/api-client';

/** What a person wishes of a run, and what is said when it is done. */
export interface WordedWish {
  readonly wish: RunWish;
  readonly words: string;
}

/** Of a run that failed at a step: `n` is where it was seen. */
export const retryStep = (n: number): WordedWish => ({
  wish: { do: 'retry', n },
  words: WISHED.retry,
});
export const skipStep = (n: number): WordedWish => ({ wish: { do: 'skip', n }, words: WISHED.skip });

export const holdRun: WordedWish = {
  wish: { do: 'hold', reason: 'held by hand' },
  words: 'It is on hold for them',
};
export const releaseRun: WordedWish = { wish: { do: 'release' }, words: 'It goes on' };
export const resumeRun: WordedWish = { wish: { do: 'resume' }, words: 'It goes on' };
export const stopClock: WordedWish = {
  wish: { do: 'pause', mode: 'freeze' },
  words: 'Its clock stands still',
};
export const holdDeeds: WordedWish = {
  wish: { do: 'pause', mode: 'holdSends' },
  words: 'Nothing is done meanwhile',
};

export const ENDED_BY_HAND = 'ended by hand';
export const endRun = (reason = ENDED_BY_HAND): WordedWish => ({
  wish: { do: 'end', reason },
  words: `${WISHED.end} for them`,
});

/** Of a run that waits for a time. */
export const moveWait = (n: number, until: Date): WordedWish => ({
  wish: { do: 'moveWait', n, until: until.toISOString() },
  words: 'It waits until then',
});

/** What is said of one run or of many. */
export const WISHED = {
  retry: 'The step is tried again',
  skip: 'The step is left out',
  end: 'It ended',
} as const;
