import { Button, Checkbox, Popover, Stack } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { COLUMNS, type LeadColumn } from './leads-search.ts';

export const COLUMN_LABELS: Readonly<Record<LeadColumn, string>> = {
  stage: 'Stage',
  source: 'Source',
  campaign: 'Campaign',
  step: 'Automation step',
  came: 'Came in',
  contact: 'Last contact',
  owner: 'Owner',
  lost: 'Lost because',
};

/** Which columns stand beside the name. */
export function ColumnChoice({
  shown,
  onChange,
}: {
  readonly shown: readonly LeadColumn[];
  readonly onChange: (columns: LeadColumn[]) => void;
}): React.JSX.Element {
  return (
    <Popover position="bottom-end" trapFocus withRoles>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} stroke={1.6} aria-hidden="true" />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Stack gap="xs">
          {COLUMNS.map((column) => (
            <Checkbox
              key={column}
              label={COLUMN_LABELS[column]}
              checked={shown.includes(column)}
              onChange={({ currentTarget: { checked } }) =>
                onChange(COLUMNS.filter((one) => (one === column ? checked : shown.includes(one))))
              }
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
