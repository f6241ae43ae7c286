import { Alert } from '@mantine/core';
import type { GateDecision } from '@rap/contracts/api-client';
import { dayAndTime, readersZone } from '../../parts/when.ts';

const TONES = { send: 'petrol', later: 'yellow', refused: 'red' } as const;

/** Whether and when it would leave, as the gate says now. */
export function GateNotice({
  gate,
  name,
}: {
  readonly gate: GateDecision;
  readonly name: string;
}): React.JSX.Element {
  const title =
    gate.verdict === 'send'
      ? 'It will be sent at once'
      : gate.verdict === 'later'
        ? `It will be sent ${lowerFirst(dayAndTime(new Date(gate.atMs)))} ${readersZone()}`
        : 'It may not be sent';
  return (
    <Alert color={TONES[gate.verdict]} role="status" title={title}>
      {gate.verdict === 'send'
        ? 'Every check has passed.'
        : gate.words.replaceAll(/(this|the) person/gi, name)}
    </Alert>
  );
}

const lowerFirst = (words: string): string => words.replace(/^(Today|Tomorrow)/, (day) => day.toLowerCase());
