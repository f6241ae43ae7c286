import type { ReactNode } from 'react';
import { clsx } from './clsx.ts';
import classes from './page.module.css';

/** What stands where there is nothing to show: what this is for, or what happened, and the way on. */
export function Message({
  title,
  children,
  action,
  within = 'page',
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** `whole`: it is all that the page has, and its title that of the page */
  readonly within?: 'whole' | 'page' | 'card';
}): React.JSX.Element {
  return (
    <div className={clsx(classes.message, within === 'card' && classes.inCard)}>
      {within === 'whole' ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}
