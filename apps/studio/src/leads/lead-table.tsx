import { ActionIcon, Button, Checkbox } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { clsx } from '../parts/clsx.ts';
import { Status } from '../parts/status.tsx';
import { briefly, dayAndTime } from '../parts/when.ts';
import { useMay } from '../session/session.ts';
import table from '../parts/table.module.css';
import type { LeadRow } from './lead-queries.ts';
import { SelectedLeads } from './selected-leads.tsx';
import { Stage } from './stage.tsx';
import type { LeadSort } from './leads-search.ts';

const HEADS: readonly { label: string; sort?: LeadSort; back?: LeadSort }[] = [
  { label: 'Name', sort: 'name' },
  { label: 'Stage', sort: 'stage' },
  { label: 'Source', sort: 'source' },
  { label: 'Campaign' },
  { label: 'Automation step' },
  { label: 'Came in', sort: 'newest', back: 'oldest' },
  { label: 'Last contact', sort: 'lastContact' },
  { label: 'Owner', sort: 'owner' },
];

export function LeadTable({
  leads,
  sort,
  onSort,
  filters,
  chips,
  more,
  foot,
  zone,
  children,
}: {
  readonly leads: readonly LeadRow[];
  readonly sort: LeadSort;
  readonly onSort: (sort: LeadSort) => void;
  readonly filters: ReactNode;
  readonly chips: ReactNode;
  readonly more?: (() => void) | undefined;
  readonly foot: string;
  readonly zone: string;
  readonly children?: ReactNode;
}): React.JSX.Element {
  const mayChange = useMay('lead.change');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const selected = leads.filter(({ id }) => chosen.has(id));
  const choose = (id: string, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <>
      <div className={clsx(table.toolbar, selected.length > 0 && table.selected)}>
        {selected.length > 0 ? (
          <>
            <SelectedLeads leads={selected} onDone={() => setChosen(new Set())} />
            <ActionIcon aria-label="Select none" onClick={() => setChosen(new Set())}>
              <IconX size={16} />
            </ActionIcon>
          </>
        ) : (
          filters
        )}
      </div>
      {chips}
      <div className={table.scroll}>
        {leads.length > 0 && (
          <table className={table.table}>
            <thead>
              <tr>
                {mayChange && (
                  <th>
                    <Checkbox
                      aria-label="Select all that are shown"
                      checked={selected.length === leads.length}
                      indeterminate={selected.length > 0 && selected.length < leads.length}
                      onChange={({ currentTarget: { checked } }) =>
                        setChosen(new Set(checked ? leads.map(({ id }) => id) : []))
                      }
                    />
                  </th>
                )}
                {HEADS.map((head) => (
                  <th key={head.label} aria-sort={sortedAs(head, sort)}>
                    <Head {...head} now={sort} onSort={onSort} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {leads.map((lead) => (
                <tr key={lead.id} aria-selected={chosen.has(lead.id)}>
                  {mayChange && (
                    <td data-phone="no">
                      <Checkbox
                        aria-label={`Select ${lead.personName}`}
                        checked={chosen.has(lead.id)}
                        onChange={({ currentTarget: { checked } }) => choose(lead.id, checked)}
                      />
                    </td>
                  )}
                  <LeadCells lead={lead} />
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {children}
      </div>
      <div className={table.foot}>
        <span>
          {foot}{' '}
          {more && (
            <Button size="xs" variant="default" ml="xs" onClick={more}>
              Show more
            </Button>
          )}
        </span>
        <span>Times in {zone}</span>
      </div>
    </>
  );
}

const FALLING: ReadonlySet<LeadSort> = new Set(['newest', 'lastContact']);

/** How a column is sorted, for whoever hears the table read. */
function sortedAs(
  { sort, back }: { sort?: LeadSort; back?: LeadSort },
  now: LeadSort,
): 'ascending' | 'descending' | undefined {
  if (now !== sort && now !== back) return undefined;
  return FALLING.has(now) ? 'descending' : 'ascending';
}

function Head({
  label,
  sort,
  back,
  now,
  onSort,
}: {
  readonly label: string;
  readonly sort?: LeadSort;
  /** the same column the other way round */
  readonly back?: LeadSort;
  readonly now: LeadSort;
  readonly onSort: (sort: LeadSort) => void;
}): React.JSX.Element {
  if (!sort) return <>{label}</>;
  const on = now === sort || now === back;
  const Arrow = FALLING.has(now) ? IconArrowDown : IconArrowUp;
  return (
    <button
      type="button"
      className={table.sort}
      data-on={on ? '' : undefined}
      onClick={() => onSort(now === sort && back ? back : sort)}
    >
      {label}
      {on && <Arrow size={13} aria-hidden="true" />}
    </button>
  );
}

function LeadCells({ lead }: { readonly lead: LeadRow }): React.JSX.Element {
  const touch = lead.lastTouch;
  return (
    <>
      <td className={table.main}>
        <Link to="/people/$personId" params={{ personId: lead.personId }}>
          {lead.personName}
        </Link>
      </td>
      <td>
        <Stage stage={lead.stage} />
      </td>
      <td data-phone="no">
        {touch.source ? [touch.source, touch.medium].filter(Boolean).join(' / ') : lead.sourceName}
      </td>
      <td data-phone="no">{touch.campaign ?? 'None'}</td>
      <td data-phone="no">
        {lead.run === null ? (
          'None'
        ) : lead.run.status === 'attention' ? (
          <Status tone="danger" filled>
            Held, {lead.run.label}
          </Status>
        ) : (
          (lead.run.label ?? lead.run.automationName)
        )}
      </td>
      <td className="numeric" title={dayAndTime(new Date(lead.occurredAt))}>
        {briefly(new Date(lead.occurredAt))}
      </td>
      <td className="numeric" data-phone="no">
        {lead.lastContactAt ? briefly(new Date(lead.lastContactAt)) : 'Not yet'}
      </td>
      <td data-phone="no">{lead.ownerName ?? 'Nobody'}</td>
    </>
  );
}
