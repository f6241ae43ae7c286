import type { TablerIcon } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { clsx } from './clsx.ts';
import classes from './rows.module.css';

/** The families that colour an icon's tile; a tile tells what kind of thing a row is, never how it stands. */
export type Kind = 'trigger' | 'message' | 'time' | 'decide' | 'work' | 'goal';

export function KindTile({
  kind,
  icon: Icon,
}: {
  readonly kind: Kind;
  readonly icon: TablerIcon;
}): React.JSX.Element {
  return (
    <span
      className={classes.tile}
      style={{ color: `var(--rap-kind-${kind})`, background: `var(--rap-kind-${kind}-soft)` }}
    >
      <Icon size={16} stroke={1.75} aria-hidden="true" />
    </span>
  );
}

export const RowList = ({
  children,
  label,
}: {
  readonly children: ReactNode;
  readonly label: string;
}): React.JSX.Element => (
  <ul className={classes.list} aria-label={label}>
    {children}
  </ul>
);

/** Two lines, when, and one verb. */
export function Row({
  tile,
  title,
  line,
  when,
  late = false,
  action,
}: {
  readonly tile?: ReactNode;
  readonly title: ReactNode;
  readonly line?: ReactNode;
  readonly when?: ReactNode;
  readonly late?: boolean;
  readonly action?: ReactNode;
}): React.JSX.Element {
  return (
    <li className={classes.row}>
      {tile}
      <div className={classes.what}>
        <div className={classes.title}>{title}</div>
        {line && <div className={classes.line}>{line}</div>}
      </div>
      {when && <span className={clsx(classes.when, late && classes.late)}>{when}</span>}
      {action}
    </li>
  );
}

/** Shapes of the rows to come; not at once, for most answers are there before the eye. */
export function GreyRows({ count = 4 }: { readonly count?: number }): React.JSX.Element | null {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 200);
    return () => clearTimeout(timer);
  }, []);
  if (!slow) return <div style={{ minHeight: count * 56 }} aria-busy="true" />;
  return (
    <div role="progressbar" aria-busy="true" aria-label="Loading">
      {Array.from({ length: count }, (_, no) => (
        <div key={no} className={classes.row}>
          <div className={classes.what}>
            <div className={classes.grey} style={{ width: `${[38, 52, 30, 45][no % 4]}%` }} />
            <div className={classes.grey} style={{ width: `${[60, 44, 68, 52][no % 4]}%`, marginTop: 8 }} />
          </div>
        </div>
      ))}
    </div>
  );
}
