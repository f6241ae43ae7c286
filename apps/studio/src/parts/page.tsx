import type { ReactNode } from 'react';
import classes from './page.module.css';

/** The head of a page: where one is, what it is, one line of facts, and what can be done (the filled action last). */
export function PageHeader({
  title,
  crumbs,
  facts,
  children,
}: {
  readonly title: ReactNode;
  readonly crumbs?: ReactNode;
  readonly facts?: ReactNode;
  readonly children?: ReactNode;
}): React.JSX.Element {
  return (
    <header className={classes.header}>
      <div>
        {crumbs && <div className={classes.crumbs}>{crumbs}</div>}
        <h1>{title}</h1>
        {facts && <div className={classes.facts}>{facts}</div>}
      </div>
      {children && <div className={classes.actions}>{children}</div>}
    </header>
  );
}

export const PageBody = ({ children }: { readonly children: ReactNode }): React.JSX.Element => (
  <div className={classes.body}>{children}</div>
);

/** A wide column and one of 360 px beside it; under each other where there is no room. */
export const Columns = ({ children }: { readonly children: ReactNode }): React.JSX.Element => (
  <div className={classes.columns}>{children}</div>
);

export const Column = ({ children }: { readonly children: ReactNode }): React.JSX.Element => (
  <div className={classes.stack}>{children}</div>
);

export function Card({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}): React.JSX.Element {
  return (
    <section className={classes.card} aria-label={title}>
      <div className={classes.cardHead}>
        <h2>{title}</h2>
        {aside && <div className={classes.meta}>{aside}</div>}
      </div>
      {children}
    </section>
  );
}
