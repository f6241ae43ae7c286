import { listFormSubmissions, type Lead, type Touch } from '@rap/contracts/api-client';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';
import { Card } from '../parts/page.tsx';
import { dayAndTime } from '../parts/when.ts';
import facts from '../people/facts/fact-list.module.css';
import classes from './lead-touches.module.css';

const MARKS: readonly (readonly [keyof Touch, string])[] = [
  ['source', 'Source'],
  ['medium', 'Medium'],
  ['campaign', 'Campaign'],
  ['term', 'Keyword'],
  ['content', 'Content'],
  ['landingPage', 'First page'],
  ['referrer', 'Came from'],
  ['gclid', 'Google click'],
  ['wbraid', 'Google click, app'],
  ['gbraid', 'Google click, iOS'],
  ['fbclid', 'Meta click'],
  ['msclkid', 'Microsoft click'],
];

/** The first visit that is known, and the one by which they wrote: kept apart, for each tells another thing. */
export function Touches({ lead: { firstTouch, lastTouch } }: { readonly lead: Lead }): React.JSX.Element {
  const same = JSON.stringify(firstTouch) === JSON.stringify(lastTouch);
  return (
    <Card title="Where they came from">
      <div className={classes.touches}>
        <OneTouch title={same ? 'First and last visit' : 'First visit'} touch={firstTouch} />
        {!same && <OneTouch title="Last visit" touch={lastTouch} />}
      </div>
    </Card>
  );
}

function OneTouch({ title, touch }: { readonly title: string; readonly touch: Touch }): React.JSX.Element {
  const known = MARKS.filter(([mark]) => touch[mark] !== undefined);
  return (
    <section aria-label={title}>
      <h3>
        {title}
        {touch.at && <span>{dayAndTime(new Date(touch.at))}</span>}
      </h3>
      {known.length === 0 ? (
        <p>No marks: they typed the address, or the lead was added by hand.</p>
      ) : (
        <dl className={facts.facts}>
          {known.map(([mark, label]) => (
            <div key={mark}>
              <dt>{label}</dt>
              <dd>{touch[mark]}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

/** What they wrote in the form, if they came by one. */
export function Asked({ lead }: { readonly lead: Lead }): React.JSX.Element | null {
  const submissions = useQuery({
    queryKey: ['leads', 'submissions', lead.personId],
    queryFn: () => ask(listFormSubmissions({ query: { personId: lead.personId, limit: 50 } })),
  });
  const own =
    submissions.data?.items.filter(({ leadId, question }) => leadId === lead.id && question !== '') ?? [];
  if (own.length === 0) return null;
  return (
    <Card title="What they asked">
      {own.map(({ id, question, occurredAt }) => (
        <blockquote key={id} className={classes.asked}>
          {question}
          <footer>{dayAndTime(new Date(occurredAt))}</footer>
        </blockquote>
      ))}
    </Card>
  );
}
