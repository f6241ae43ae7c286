import { Button, Stack, TextInput } from '@mantine/core';
import { convertLead } from '@rap/contracts/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../parts/form-dialog.tsx';
import { ask } from '../api/ask.ts';
import { refusalOf } from '../api/refusal.ts';
import { sayDone } from '../parts/notify.tsx';
import { DialogFoot } from '../parts/dialog-foot.tsx';
import type { LeadRow } from './lead-queries.ts';

/** The reader's calendar day, as a field of dates takes it. */
const today = (): string => {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
};

/** Makes a client of the person of a lead; says first what changes, for there is no way back. */
export function ConvertLead({
  lead,
  onClose,
  onDone,
}: {
  readonly lead: Pick<LeadRow, 'id' | 'version' | 'personId' | 'personName'>;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const [since, setSince] = useState(today);
  const converting = useMutation({
    mutationFn: () => ask(convertLead({ path: { id: lead.id }, body: { version: lead.version, since } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['person', lead.personId] });
      sayDone(`${lead.personName} is a client`);
      onDone();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['leads'] }),
  });
  return (
    <FormDialog opened onClose={onClose} title={`Make ${lead.personName} a client?`}>
      <Stack gap="md">
        <div>
          The lead is won and leaves the open ones, and {lead.personName} is a client from the day below.
          Automations that begin with a won lead start. This cannot be undone.
        </div>
        <TextInput
          type="date"
          label="Client since"
          value={since}
          error={converting.error ? refusalOf(converting.error).message : undefined}
          onChange={({ currentTarget: { value } }) => setSince(value)}
        />
        <DialogFoot onClose={onClose} cautious>
          <Button loading={converting.isPending} disabled={since === ''} onClick={() => converting.mutate()}>
            Make a client
          </Button>
        </DialogFoot>
      </Stack>
    </FormDialog>
  );
}
