import type { ReactNode } from 'react';
import { PageHeader } from '../parts/page.tsx';
import classes from './settings.module.css';

/** The frame of one section. */
export const SectionFrame = ({
  title,
  facts,
  actions,
  children,
}: {
  readonly title: string;
  readonly facts?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}): React.JSX.Element => (
  <div className={classes.frame}>
    <PageHeader title={title} facts={facts}>
      {actions}
    </PageHeader>
    <div className={classes.body}>{children}</div>
  </div>
);
