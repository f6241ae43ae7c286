import { ActionIcon, Button, Group, NativeSelect, NumberInput, Select, Slider } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { getSimulationContext, searchPeople } from '@rap/contracts/api-client';
import { fullName } from '@rap/domain/person/full-name';
import type { LiveTemplate } from '@rap/domain/automation/definition/context';
import { examplePerson } from '@rap/domain/automation/library/example-person';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { ask } from '../../api/ask.ts';
import { refusalOf } from '../../api/refusal.ts';
import { dayAndTime, dayOf } from '../../parts/when.ts';
import { select, useEditor } from '../editor/editor.ts';
import { useLineNames, liveTemplatesOf, templatesQuery } from '../line-names.ts';
import {
  simulateDraft,
  YEAR_MS,
  type SimulatedPath,
  type SimulatedStep,
  type Supposed,
} from './simulate-draft.ts';
import { StepMessage } from './step-message.tsx';
import classes from './simulation-panel.module.css';

const DAY_MS = 86_400_000;
const SUPPOSALS: readonly { readonly value: Supposed['kind']; readonly label: string }[] = [
  { value: 'email.received', label: 'They answer by email' },
  { value: 'sms.received', label: 'They answer by text' },
  { value: 'meeting.booked', label: 'A meeting is booked' },
];

/** What would happen to somebody over the next year, by the very code that would run it. */
export function SimulationPanel({
  automationId,
  templates: own,
  atMs,
  onPath,
  onMove,
}: {
  readonly automationId: string;
  /** what its messages are written with, when those are not the firm's own */
  readonly templates?: ReadonlyMap<string, LiveTemplate>;
  /** the instant that is looked at; the whole year when undefined */
  readonly atMs: number | undefined;
  readonly onPath: (path: SimulatedPath | undefined) => void;
  readonly onMove: (atMs: number | undefined) => void;
}): React.JSX.Element {
  const definition = useEditor((state) => state.definition);
  const names = useLineNames();
  const templates = useQuery({ ...templatesQuery, enabled: own === undefined });
  const [personId, setPersonId] = useState<string>();
  const [supposed, setSupposed] = useState<readonly Supposed[]>([]);
  const [openedMs] = useState(() => Date.now());
  const read = useQuery({
    queryKey: ['person', personId, 'simulation'],
    queryFn: () => ask(getSimulationContext({ path: { id: personId ?? '' } })),
    enabled: personId !== undefined,
  });
  const context = personId === undefined ? examplePerson(openedMs) : read.data;
  const asked = JSON.stringify([definition, context, supposed]);
  const live = own ?? (templates.data && liveTemplatesOf(templates.data.items));
  const loaded = live !== undefined;
  const path = useMemo(() => {
    if (!definition || !context || !live) return undefined;
    return simulateDraft({
      definition,
      context,
      supposed,
      templates: live,
      names: names.records,
      automationId,
    });
    // the names are made anew each time; what they depend on stands in the question
  }, [asked, own, templates.data, automationId]);
  useEffect(() => onPath(path), [path, onPath]);
  return (
    <aside className={classes.panel} aria-label="Test on a person">
      <div className={classes.head}>
        <h2>Test on a person</h2>
        <p>Nothing is sent. The next year, by the steps and the sending rules as they are.</p>
      </div>
      <div className={classes.fields}>
        <WhoField onChange={setPersonId} />
        {read.error && <div role="alert">{refusalOf(read.error).message}</div>}
        <SupposedFields supposed={supposed} onChange={setSupposed} />
      </div>
      {!path && context && loaded && (
        <p style={{ padding: '0 16px' }}>
          The draft has problems that keep it from running: mend them first.
        </p>
      )}
      {path && context && (
        <Path
          path={path}
          atMs={atMs}
          onMove={onMove}
          message={(step) =>
            own === undefined && (
              <StepMessage step={step.step} atMs={step.atMs} personId={personId} zone={context.zone} />
            )
          }
        />
      )}
    </aside>
  );
}

/** An example, or one of the firm's own people. */
function WhoField({
  onChange,
}: {
  readonly onChange: (personId: string | undefined) => void;
}): React.JSX.Element {
  const [words, setWords] = useState('');
  const [searched] = useDebouncedValue(words.trim(), 200);
  const found = useQuery({
    queryKey: ['people', 'search', searched],
    queryFn: () => ask(searchPeople({ query: { q: searched } })),
    enabled: searched.length >= 2,
    placeholderData: (before) => before,
  });
  return (
    <Select
      label="Who"
      size="sm"
      searchable
      clearable
      placeholder="Maria Example, who agreed to everything"
      nothingFoundMessage={searched.length < 2 ? 'Two letters of a name' : 'Nobody is found'}
      filter={({ options }) => options}
      data={found.data?.items.map(({ person }) => ({ value: person.id, label: fullName(person) })) ?? []}
      onSearchChange={setWords}
      onChange={(value) => onChange(value ?? undefined)}
    />
  );
}

function SupposedFields({
  supposed,
  onChange,
}: {
  readonly supposed: readonly Supposed[];
  readonly onChange: (supposed: readonly Supposed[]) => void;
}): React.JSX.Element {
  const replace = (index: number, changes: Partial<Supposed>): void =>
    onChange(supposed.map((one, at) => (at === index ? { ...one, ...changes } : one)));
  return (
    <>
      {supposed.map((one, index) => (
        <Group key={index} gap={4} wrap="nowrap">
          <NativeSelect
            aria-label="Suppose that"
            value={one.kind}
            data={[...SUPPOSALS]}
            onChange={({ currentTarget: { value } }) =>
              replace(index, {
                kind: SUPPOSALS.find((offered) => offered.value === value)?.value ?? one.kind,
              })
            }
          />
          <NumberInput
            size="sm"
            aria-label="After how many days"
            min={0}
            max={364}
            suffix=" days on"
            value={one.afterDays}
            onChange={(days) => replace(index, { afterDays: typeof days === 'number' ? days : 0 })}
          />
          <ActionIcon
            aria-label="Suppose this no more"
            onClick={() => onChange(supposed.filter((_one, at) => at !== index))}
          >
            <IconX size={14} />
          </ActionIcon>
        </Group>
      ))}
      <div>
        <Button
          size="xs"
          variant="default"
          onClick={() => onChange([...supposed, { kind: 'email.received', afterDays: 1 }])}
        >
          Suppose that something happens
        </Button>
      </div>
    </>
  );
}

function Path({
  path,
  atMs,
  onMove,
  message,
}: {
  readonly path: SimulatedPath;
  readonly atMs: number | undefined;
  readonly onMove: (atMs: number | undefined) => void;
  /** what is read at a step that writes */
  readonly message: (step: SimulatedStep) => ReactNode;
}): React.JSX.Element {
  return (
    <>
      <ol className={classes.steps} aria-label="What would happen">
        {path.steps.map((step) => (
          <li key={step.n}>
            <button
              type="button"
              data-later={atMs !== undefined && step.atMs > atMs ? '' : undefined}
              onClick={() => {
                onMove(step.atMs);
                select(step.step === 'END' ? undefined : step.step);
              }}
            >
              <time dateTime={new Date(step.atMs).toISOString()}>{dayAndTime(new Date(step.atMs))}</time>
              <b>{step.label}</b>
              <span>{step.why ?? step.words}</span>
            </button>
            {message(step)}
          </li>
        ))}
      </ol>
      <p style={{ padding: '0 16px', color: 'var(--rap-text-2)' }}>
        {path.ended ? 'They have come to the end.' : 'After a year they still wait.'}
      </p>
    </>
  );
}

/** The year below the canvas: an arrow is a day, Shift and an arrow the next thing that happens. */
export function Scrubber({
  path,
  atMs,
  onMove,
}: {
  readonly path: SimulatedPath;
  readonly atMs: number | undefined;
  readonly onMove: (atMs: number | undefined) => void;
}): React.JSX.Element {
  const now = atMs ?? path.startMs;
  const day = Math.floor((now - path.startMs) / DAY_MS);
  const press = (event: KeyboardEvent): void => {
    if (!event.shiftKey || (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft')) return;
    event.preventDefault();
    event.stopPropagation();
    const forward = event.key === 'ArrowRight';
    const instants = path.steps.map((step) => step.atMs);
    const next = forward ? instants.find((one) => one > now) : instants.findLast((one) => one < now);
    if (next !== undefined) onMove(next);
  };
  return (
    <div className={classes.scrubber} onKeyDownCapture={press}>
      <div className={classes.day}>
        <strong>{dayOf(new Date(now))}</strong>
        <span>Nothing is sent</span>
      </div>
      <Slider
        aria-label="Day of the year"
        thumbLabel="Day of the year"
        size="sm"
        min={0}
        max={YEAR_MS / DAY_MS}
        value={day}
        label={(value) => dayOf(new Date(path.startMs + value * DAY_MS))}
        marks={[...new Set(path.steps.map((step) => Math.floor((step.atMs - path.startMs) / DAY_MS)))].map(
          (value) => ({ value }),
        )}
        onChange={(value) => onMove(path.startMs + value * DAY_MS + DAY_MS - 1)}
      />
    </div>
  );
}
