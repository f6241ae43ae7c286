import type { ReactNode } from 'react';
import { RowList } from '../parts/rows.tsx';
import classes from './when-group.module.css';

/** Rows of one time under its name. */
export const WhenGroup = ({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}): React.JSX.Element => (
  <>
    <h3 className={classes.label}>{label}</h3>
    <RowList label={label}>{children}</RowList>
  </>
);
