import { Button, NativeSelect, Stack, Textarea } from '@mantine/core';
import { suppressAddress, type NewSuppression } from '@rap/contracts/api-client';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { ask } from '../../api/ask.ts';
import { refusalOf } from '../../api/refusal.ts';
import { counted } from '../../parts/counted.ts';
import { sayDone } from '../../parts/notify.tsx';
import { DialogFoot } from '../../parts/dialog-foot.tsx';
import { addressesIn, type Typed } from './addresses-in.ts';

const MOST = 500;

/** Addresses that want no messages, one a line; each with its own answer, and what was refused stays to be mended. */
export function Suppress({
  onDone,
  onClose,
}: {
  readonly onDone: () => void;
  readonly onClose: () => void;
}): React.JSX.Element {
  const [words, setWords] = useState('');
  const [scope, setScope] = useState<NewSuppression['scope']>('all');
  const [refused, setRefused] = useState<readonly (Typed & { readonly why: string })[]>([]);
  const typed = addressesIn(words);
  const adding = useMutation({
    mutationFn: async () => {
      const faults: (Typed & { why: string })[] = [];
      for (const one of typed) {
        try {
          await ask(suppressAddress({ body: { ...one, scope } }));
        } catch (error) {
          const refusal = refusalOf(error);
          faults.push({ ...one, why: refusal.at('address') ?? refusal.message });
        }
      }
      return faults;
    },
    onSuccess: (faults) => {
      const done = typed.length - faults.length;
      if (done > 0) sayDone(`${counted(done, 'address gets', 'addresses get')} no messages`);
      onDone();
      setRefused(faults);
      setWords(faults.map(({ address }) => address).join('\n'));
      if (faults.length === 0) onClose();
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (typed.length > 0 && typed.length <= MOST) adding.mutate();
  };
  return (
    <FormDialog opened onClose={onClose} title="Add addresses">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Textarea
            label="Emails and numbers, one a line"
            description="A list of another system can be pasted"
            data-autofocus
            autosize
            minRows={5}
            maxRows={12}
            error={typed.length > MOST ? `At most ${MOST} at once` : undefined}
            value={words}
            onChange={({ currentTarget }) => setWords(currentTarget.value)}
          />
          {refused.length > 0 && (
            <ul role="alert" style={{ margin: 0, paddingLeft: 20, color: 'var(--rap-danger)' }}>
              {refused.map(({ address, why }) => (
                <li key={address}>{`${address}: ${why}`}</li>
              ))}
            </ul>
          )}
          <NativeSelect
            label="They get"
            value={scope}
            data={[
              { value: 'all', label: 'Nothing at all' },
              { value: 'marketing', label: 'No offers, but what serves them' },
            ]}
            onChange={({ currentTarget }) =>
              setScope(currentTarget.value === 'marketing' ? 'marketing' : 'all')
            }
          />
          <DialogFoot onClose={onClose}>
            <Button type="submit" disabled={typed.length === 0} loading={adding.isPending}>
              {typed.length > 0 ? `Add ${counted(typed.length, 'address', 'addresses')}` : 'Add'}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </FormDialog>
  );
}
