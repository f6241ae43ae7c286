import { ActionIcon, SegmentedControl } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { counted } from '../../parts/counted.ts';
import panel from '../panel/panel.module.css';
import { PassedList, StandingList } from './people-lists.tsx';
import type { Period } from './passed.ts';

/** Who stands at a step now, and who has left it, each with the way to their path. */
export function PeopleHere({
  automationId,
  step,
  label,
  people,
  version,
  passed,
  onClose,
}: {
  readonly automationId: string;
  readonly step: string;
  readonly label: string;
  /** in every book; the list shows those of the reader's */
  readonly people: number;
  /** only those who follow the version of this number */
  readonly version?: number;
  /** who have left the step, of those who came in within so many days */
  readonly passed?: { readonly people: number; readonly days: Period };
  readonly onClose: () => void;
}): React.JSX.Element {
  const [shown, setShown] = useState<'here' | 'left'>(
    people === 0 && passed && passed.people > 0 ? 'left' : 'here',
  );
  const left = shown === 'left' ? passed : undefined;
  return (
    <aside className={panel.panel} aria-label={`People at: ${label}`}>
      <div className={panel.head}>
        <div>
          <h2>{label}</h2>
          <p>
            {left
              ? `${counted(left.people, 'person', 'people')} of the last ${left.days} days went through`
              : `${counted(people, 'person stands', 'people stand')} here now`}
          </p>
        </div>
        <ActionIcon aria-label="Close" onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      {passed && (
        <SegmentedControl
          className={panel.choice}
          fullWidth
          aria-label="Who is shown"
          value={shown}
          onChange={(value) => setShown(value === 'left' ? 'left' : 'here')}
          data={[
            { value: 'here', label: 'Here now' },
            { value: 'left', label: 'Went through' },
          ]}
        />
      )}
      {left ? (
        <PassedList automationId={automationId} step={step} days={left.days} />
      ) : (
        <StandingList automationId={automationId} step={step} version={version} people={people} />
      )}
    </aside>
  );
}
