import { NativeSelect } from '@mantine/core';
import { counted } from '../../parts/counted.ts';
import { PERIODS, type Period } from '../watching/passed.ts';
import classes from './canvas.module.css';

const WORDS: Record<Period, string> = {
  7: 'in 7 days',
  30: 'in 30 days',
  90: 'in 90 days',
  365: 'in a year',
};

/** How many came in within the period that the counts on the drawing are of. */
export function PeriodChoice({
  entered,
  days,
  onChange,
}: {
  readonly entered: number;
  readonly days: Period;
  readonly onChange: (days: Period) => void;
}): React.JSX.Element {
  return (
    <div className={classes.period}>
      <span>{counted(entered, 'person', 'people')} came in</span>
      <NativeSelect
        size="xs"
        aria-label="Counts of who came in"
        value={String(days)}
        data={PERIODS.map((period) => ({ value: String(period), label: WORDS[period] }))}
        onChange={({ currentTarget: { value } }) => {
          const chosen = PERIODS.find((period) => String(period) === value);
          if (chosen) onChange(chosen);
        }}
      />
    </div>
  );
}
