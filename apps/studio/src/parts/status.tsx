import { clsx } from './clsx.ts';
import classes from './status.module.css';

export type Tone = 'ok' | 'warn' | 'danger' | 'info' | 'neutral';

/** A dot and a word; filled when it is the news of the page, plain in tables. */
export function Status({
  tone,
  children,
  filled = false,
}: {
  readonly tone: Tone;
  readonly children: React.ReactNode;
  readonly filled?: boolean;
}): React.JSX.Element {
  return (
    <span
      className={clsx(classes.status, filled && classes.filled)}
      style={{
        color: `var(--rap-${tone})`,
        ...(filled ? { background: `var(--rap-${tone}-soft)` } : {}),
      }}
    >
      <span className={classes.dot} aria-hidden="true" />
      {children}
    </span>
  );
}
