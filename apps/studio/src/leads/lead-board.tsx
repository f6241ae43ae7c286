import { moveLead } from '@rap/contracts/api-client';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type DragEvent, type KeyboardEvent } from 'react';
import { ask } from '../api/ask.ts';
import { GreyRows } from '../parts/rows.tsx';
import { sayDone, sayRefused } from '../parts/notify.tsx';
import { briefly } from '../parts/when.ts';
import { useMay } from '../session/session.ts';
import classes from './lead-board.module.css';
import { leadCountsQuery, leadRowsQuery, type LeadRow } from './lead-queries.ts';
import { OPEN_STAGES, STAGE_LABELS, type LeadsSearch, type LeadStage } from './leads-search.ts';

interface Move {
  readonly lead: LeadRow;
  readonly to: LeadStage;
  readonly undoing?: boolean;
}

/** The open leads by stage. A card is moved by dragging, or by Alt with an arrow key. */
export function LeadBoard({ search }: { readonly search: LeadsSearch }): React.JSX.Element {
  const queries = useQueryClient();
  const question = leadRowsQuery({ ...search, view: 'open', as: undefined });
  const rows = useInfiniteQuery(question);
  const counts = useQuery(leadCountsQuery);
  const mayChange = useMay('lead.change');
  const [over, setOver] = useState<LeadStage>();
  const [said, setSaid] = useState('');

  const moving = useMutation({
    mutationFn: ({ lead, to }: Move) =>
      ask(moveLead({ path: { id: lead.id }, body: { to, version: lead.version } })),
    // at once on the screen; back where it was when it is refused
    onMutate: async ({ lead, to }) => {
      await queries.cancelQueries({ queryKey: ['leads'] });
      const before = queries.getQueryData(question.queryKey);
      queries.setQueryData(
        question.queryKey,
        (data) =>
          data && {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              items: page.items.map((one) => (one.id === lead.id ? { ...one, stage: to } : one)),
            })),
          },
      );
      return { before };
    },
    onError: (error, { lead }, context) => {
      queries.setQueryData(question.queryKey, context?.before);
      sayRefused(`${lead.personName} was not moved`, error);
    },
    onSuccess: (now, { lead, to, undoing }) => {
      const words = `${lead.personName} moved to ${STAGE_LABELS[to]}`;
      setSaid(words);
      if (undoing) return;
      sayDone(words, () =>
        moving.mutate({ lead: { ...lead, version: now.version, stage: to }, to: lead.stage, undoing: true }),
      );
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['leads'] }),
  });

  const leads = rows.data?.pages.flatMap(({ items }) => items) ?? [];
  const drop = (event: DragEvent, to: LeadStage): void => {
    event.preventDefault();
    setOver(undefined);
    const lead = leads.find(({ id }) => id === event.dataTransfer.getData('text/plain'));
    if (lead && lead.stage !== to) moving.mutate({ lead, to });
  };
  const press = (event: KeyboardEvent, lead: LeadRow): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const to = OPEN_STAGES[OPEN_STAGES.indexOf(lead.stage) + by];
    if (!event.altKey || by === 0 || !to || !mayChange) return;
    event.preventDefault();
    moving.mutate({ lead, to });
  };
  if (rows.isPending) return <GreyRows />;
  return (
    <div className={classes.board}>
      {OPEN_STAGES.map((stage) => {
        const here = leads.filter((lead) => lead.stage === stage);
        return (
          <section
            key={stage}
            className={classes.lane}
            aria-label={STAGE_LABELS[stage]}
            data-over={over === stage ? '' : undefined}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(stage);
            }}
            onDragLeave={() => setOver(undefined)}
            onDrop={(event) => drop(event, stage)}
          >
            <div className={classes.head}>
              {STAGE_LABELS[stage]}
              <span>{counts.data?.stages.find((one) => one.stage === stage)?.count ?? 0}</span>
            </div>
            <ul className={classes.cards}>
              {here.map((lead) => (
                <li
                  key={lead.id}
                  className={classes.card}
                  draggable={mayChange}
                  onDragStart={(event) => event.dataTransfer.setData('text/plain', lead.id)}
                >
                  <Link
                    to="/people/$personId"
                    params={{ personId: lead.personId }}
                    aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight"
                    onKeyDown={(event) => press(event, lead)}
                  >
                    {lead.personName}
                  </Link>
                  <div>
                    {lead.sourceName}, {briefly(new Date(lead.occurredAt))}
                  </div>
                  <div>{lead.run ? (lead.run.label ?? lead.run.automationName) : 'In no automation'}</div>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      <div role="status" style={{ position: 'absolute', clipPath: 'inset(50%)' }}>
        {said}
      </div>
    </div>
  );
}
