import { Button, VisuallyHidden } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type DragEvent, type KeyboardEvent } from 'react';
import { GreyRows } from '../parts/rows.tsx';
import { briefly } from '../parts/when.ts';
import { useMay } from '../session/session.ts';
import classes from './lead-board.module.css';
import { ConvertLead } from './convert-lead.tsx';
import { leadCountsQuery, leadRowsQuery, type LeadRow } from './lead-queries.ts';
import { OPEN_STAGES, STAGE_LABELS, type LeadsSearch, type LeadStage } from './leads-search.ts';
import { LoseDialog } from './lose-dialog.tsx';
import { useLeadMoves } from './use-lead-moves.ts';

/** Where a lead leaves the open ones; each asks first. */
const ENDS = [
  { stage: 'won', words: 'Drop here: client' },
  { stage: 'lost', words: 'Drop here: lost' },
] as const;
type End = (typeof ENDS)[number]['stage'];

/**
 * The open leads by stage. A card is moved by dragging, or by Alt with an arrow key: to the right of the last stage it becomes
 * a client, and down it is lost.
 */
export function LeadBoard({ search }: { readonly search: LeadsSearch }): React.JSX.Element {
  const question = leadRowsQuery({ ...search, view: 'open', as: undefined });
  const rows = useInfiniteQuery(question);
  const counts = useQuery(leadCountsQuery);
  const mayChange = useMay('lead.change');
  const [over, setOver] = useState<LeadStage>();
  const [said, setSaid] = useState('');
  const [ending, setEnding] = useState<{ readonly lead: LeadRow; readonly as: End }>();

  const moving = useLeadMoves(question.queryKey, setSaid);
  const leads = rows.data?.pages.flatMap(({ items }) => items) ?? [];
  const move = (lead: LeadRow, to: LeadStage): void => {
    if (to === 'won' || to === 'lost') setEnding({ lead, as: to });
    else moving.mutate({ lead, to });
  };
  const drop = (event: DragEvent, to: LeadStage): void => {
    event.preventDefault();
    setOver(undefined);
    const lead = leads.find(({ id }) => id === event.dataTransfer.getData('text/plain'));
    if (lead && lead.stage !== to) move(lead, to);
  };
  const press = (event: KeyboardEvent, lead: LeadRow): void => {
    if (!event.altKey || !mayChange) return;
    const at = OPEN_STAGES.indexOf(lead.stage);
    const to = {
      ArrowRight: OPEN_STAGES[at + 1] ?? 'won',
      ArrowLeft: OPEN_STAGES[at - 1],
      ArrowDown: 'lost',
    }[event.key] as LeadStage | undefined;
    if (!to) return;
    event.preventDefault();
    move(lead, to);
  };
  const laneProps = (stage: LeadStage) => ({
    'data-over': over === stage ? '' : undefined,
    onDragOver: (event: DragEvent): void => {
      event.preventDefault();
      setOver(stage);
    },
    onDragLeave: (): void => setOver(undefined),
    onDrop: (event: DragEvent): void => drop(event, stage),
  });
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
            {...laneProps(stage)}
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
                    aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Alt+ArrowDown"
                    onKeyDown={(event) => press(event, lead)}
                  >
                    {lead.personName}
                  </Link>
                  <div>
                    <Link to="/leads/$leadId" params={{ leadId: lead.id }}>
                      {lead.sourceName}, {briefly(new Date(lead.occurredAt))}
                    </Link>
                  </div>
                  <div>{lead.run ? (lead.run.label ?? lead.run.automationName) : 'In no automation'}</div>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      {mayChange && (
        <div className={classes.ends}>
          {ENDS.map(({ stage, words }) => (
            <div key={stage} className={classes.end} {...laneProps(stage)}>
              {words}
            </div>
          ))}
        </div>
      )}
      {rows.hasNextPage && (
        <div className={classes.more}>
          {leads.length} shown, the newest first{' '}
          <Button
            size="xs"
            variant="default"
            loading={rows.isFetchingNextPage}
            onClick={() => void rows.fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      )}
      {ending?.as === 'lost' && (
        <LoseDialog
          who={ending.lead.personName}
          withNote={false}
          pending={moving.isPending}
          onLose={(lostReason) =>
            moving.mutate(
              { lead: ending.lead, to: 'lost', lostReason },
              { onSettled: () => setEnding(undefined) },
            )
          }
          onClose={() => setEnding(undefined)}
        />
      )}
      {ending?.as === 'won' && (
        <ConvertLead
          lead={ending.lead}
          onClose={() => setEnding(undefined)}
          onDone={() => setEnding(undefined)}
        />
      )}
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </div>
  );
}
