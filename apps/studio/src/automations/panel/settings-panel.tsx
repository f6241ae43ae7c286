import { ActionIcon, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { EVENT_CATALOGUE, EVENT_KINDS } from '@rap/contracts/automation/events';
import { Cond, type Json } from '@rap/contracts/automation/plan';
import { IconSettings, IconX } from '@tabler/icons-react';
import { KindTile } from '../../parts/rows.tsx';
import { edit, select, useEditor } from '../editor/editor.ts';
import { useSurroundings } from '../surroundings.ts';
import { ConditionField } from './condition-field.tsx';
import { EntriesField, record, text } from './fields.tsx';
import classes from './panel.module.css';

type Settings = DraftDefinition['settings'];

const REENTRY = [
  { value: 'never', label: 'Once only' },
  { value: 'afterEnd', label: 'Again, when they have come to the end' },
  { value: 'eachOccurrence', label: 'Each time it happens' },
  { value: 'afterDays', label: 'Again after some days' },
] as const;
const DEFAULT_REENTRY_DAYS = 90;

/** What goes for the automation as a whole: who enters and how often, what it is there to reach, and when it stops itself. */
export function SettingsPanel({ readOnly }: { readonly readOnly: boolean }): React.JSX.Element | null {
  const definition = useEditor((state) => state.definition);
  const { choices } = useSurroundings();
  if (!definition) return null;
  const { settings } = definition;
  const set = (changes: Partial<Settings>, about: string): void =>
    edit((draft) => ({ ...draft, settings: { ...draft.settings, ...changes } }), `settings:${about}`);
  const days = typeof settings.reentry === 'object' ? settings.reentry.afterDays : undefined;
  return (
    <aside className={classes.panel} aria-label="Settings">
      <div className={classes.head}>
        <KindTile kind="time" icon={IconSettings} />
        <div>
          <h2>Settings</h2>
          <p>Of the automation as a whole</p>
        </div>
        <ActionIcon aria-label="Close" onClick={() => select(undefined)}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <div className={classes.fields}>
        <TextInput
          label="Name"
          maxLength={120}
          disabled={readOnly}
          value={definition.name}
          onChange={({ currentTarget: { value } }) => edit((draft) => ({ ...draft, name: value }), 'name')}
        />
        <NativeSelect
          label="How often somebody may come in"
          disabled={readOnly}
          value={typeof settings.reentry === 'string' ? settings.reentry : 'afterDays'}
          data={[...REENTRY]}
          onChange={({ currentTarget: { value } }) => {
            const chosen = REENTRY.find((one) => one.value === value)?.value ?? 'never';
            set(
              { reentry: chosen === 'afterDays' ? { afterDays: DEFAULT_REENTRY_DAYS } : chosen },
              'reentry',
            );
          }}
        />
        {days !== undefined && (
          <NumberInput
            size="sm"
            label="After how many days"
            min={1}
            max={1826}
            disabled={readOnly}
            value={days}
            onChange={(typed) => {
              if (typeof typed === 'number') set({ reentry: { afterDays: typed } }, 'reentry');
            }}
          />
        )}
        <ConditionField
          label="Only those of whom this is true"
          disabled={readOnly}
          choices={choices}
          value={settings.filter as Json | undefined}
          onChange={(filter) => {
            const { filter: _before, ...others } = settings;
            const read = Cond.safeParse(filter);
            edit(
              (draft) => ({ ...draft, settings: read.success ? { ...others, filter: read.data } : others }),
              'settings:filter',
            );
          }}
        />
        <NumberInput
          size="sm"
          label="At most so many people a day, optional"
          min={1}
          max={100_000}
          disabled={readOnly}
          value={settings.maxPerDay ?? ''}
          onChange={(typed) => {
            const { maxPerDay: _before, ...others } = settings;
            edit(
              (draft) => ({
                ...draft,
                settings: typeof typed === 'number' ? { ...others, maxPerDay: typed } : others,
              }),
              'settings:maxPerDay',
            );
          }}
        />
        <Goals readOnly={readOnly} />
        <NumberInput
          size="sm"
          label="Stops itself when so many percent fail"
          description={`Of at least ${settings.failureStop.min} people; whoever is inside is held, and nothing is lost`}
          min={1}
          max={100}
          suffix="%"
          disabled={readOnly}
          value={settings.failureStop.pct}
          onChange={(pct) => {
            if (typeof pct === 'number')
              set({ failureStop: { ...settings.failureStop, pct } }, 'failureStop');
          }}
        />
      </div>
    </aside>
  );
}

/** What the automation is there to reach: whoever reaches it is taken to a step, wherever they stand. */
function Goals({ readOnly }: { readonly readOnly: boolean }): React.JSX.Element {
  const goals = useEditor((state) => state.definition?.goals) ?? [];
  const nodes = useEditor((state) => state.definition?.nodes) ?? {};
  return (
    <EntriesField
      label="Goals"
      disabled={readOnly}
      value={goals as unknown as Json}
      fresh={(id) => ({ id, label: 'A meeting is booked', match: { kind: 'meeting.booked' }, to: 'END' })}
      onChange={(value) => {
        const entries = Array.isArray(value) ? value.map(record) : [];
        edit((draft) => ({ ...draft, goals: entries.map(goalOf) }), 'goals');
      }}
    >
      {(entry, change) => (
        <>
          <NativeSelect
            aria-label="Reached when"
            disabled={readOnly}
            value={text(record(entry['match'])['kind'])}
            data={EVENT_KINDS.map((kind) => ({ value: kind, label: EVENT_CATALOGUE[kind].label }))}
            onChange={({ currentTarget }) => change({ match: { kind: currentTarget.value } })}
          />
          <NativeSelect
            aria-label="Then they go on at"
            disabled={readOnly}
            value={text(entry['to'])}
            data={[
              { value: 'END', label: 'The end' },
              ...Object.entries(nodes).map(([id, { label }]) => ({ value: id, label })),
            ]}
            onChange={({ currentTarget }) => change({ to: currentTarget.value })}
          />
        </>
      )}
    </EntriesField>
  );
}

function goalOf(entry: Readonly<Record<string, Json>>): DraftDefinition['goals'][number] {
  const match = record(entry['match']);
  return {
    id: text(entry['id']),
    label: text(entry['label']) || 'Goal',
    // what an import has written besides the kind stays
    match: { ...match, kind: text(match['kind']) } as DraftDefinition['goals'][number]['match'],
    to: text(entry['to']),
  };
}
