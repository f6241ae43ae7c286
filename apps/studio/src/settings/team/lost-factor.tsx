import { Button, Modal, PasswordInput, Stack, TextInput } from '@mantine/core';
import { switchOffUserSecondFactor, type User } from '@rap/contracts/api-client';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { ask } from '../../api/ask.ts';
import { Refusal } from '../../api/refusal.ts';
import { DialogFoot } from '../../parts/dialog-foot.tsx';
import { WholeRefusal } from '../../parts/whole-refusal.tsx';
import { sayDone } from '../../parts/notify.tsx';

/** For who has lost phone and recovery codes. The owner proves who they are, and says why; it stands in the audit log. */
export function LostFactor({
  user: { id, displayName },
  onClose,
}: {
  readonly user: User;
  readonly onClose: () => void;
}): React.JSX.Element {
  const [password, setPassword] = useState('');
  const [reason, setReason] = useState('');
  const switching = useMutation({
    mutationFn: () => ask(switchOffUserSecondFactor({ path: { id }, body: { password, reason } })),
    onSuccess: () => {
      sayDone(`${displayName} signs in by password alone until a new app is set up`);
      onClose();
    },
  });
  const refusal = switching.error instanceof Refusal ? switching.error : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    switching.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={`Switch off the second factor of ${displayName}`}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <WholeRefusal refusal={refusal} />
          <TextInput
            label="Why"
            description="Make sure that it is really them who ask. They get a letter about it"
            data-autofocus
            error={refusal?.at('reason')}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <PasswordInput
            label="Your own password"
            error={refusal?.at('password')}
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
          <DialogFoot onClose={onClose}>
            <Button type="submit" color="red" loading={switching.isPending}>
              Switch off
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
