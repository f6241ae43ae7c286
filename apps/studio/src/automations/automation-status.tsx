import { Status, type Tone } from '../parts/status.tsx';
import type { Automation } from './automation-queries.ts';

const STATES: Readonly<Record<Automation['state'], { tone: Tone; words: string }>> = {
  draft: { tone: 'neutral', words: 'Draft' },
  live: { tone: 'ok', words: 'Live' },
  paused: { tone: 'warn', words: 'Paused' },
  finishing: { tone: 'info', words: 'Finishing' },
  stopped: { tone: 'danger', words: 'Stopped' },
  archived: { tone: 'neutral', words: 'Archived' },
};

const REASONS = {
  by_hand: 'by hand',
  failures: 'by too many failures',
  finished: 'when all had finished',
} as const;

export function AutomationStatus({
  automation: { state, stopReason, liveNumber },
  filled = false,
}: {
  readonly automation: Automation;
  readonly filled?: boolean;
}): React.JSX.Element {
  const { tone, words } = STATES[state];
  return (
    <Status tone={tone} filled={filled}>
      {words}
      {state === 'stopped' && stopReason ? ` ${REASONS[stopReason]}` : ''}
      {state === 'live' && liveNumber && filled ? ` v${liveNumber}` : ''}
    </Status>
  );
}
