import { Alert, Button, Modal, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { Refusal } from '../../api/refusal.ts';
import { makePasskey, PasskeyCalledOff } from '../../session/passkey.ts';
import { DialogFoot } from '../../parts/dialog-foot.tsx';
import { browserInWords } from './browser-in-words.ts';

/** The password once more and a name for it; then the browser asks. */
export function NewPasskey({
  onClose,
  onMade,
}: {
  readonly onClose: () => void;
  readonly onMade: () => void;
}): React.JSX.Element {
  const [name, setName] = useState(() => browserInWords(navigator.userAgent));
  const [password, setPassword] = useState('');
  const making = useMutation({ mutationFn: () => makePasskey(name, password), onSuccess: onMade });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    making.mutate();
  };
  const refusal = making.error instanceof Refusal ? making.error : undefined;
  const atField = refusal?.at('password') ?? refusal?.at('name');
  return (
    <Modal opened onClose={onClose} title="Add a passkey" closeOnClickOutside={false}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {making.error && !atField && (
            <Alert color={making.error instanceof PasskeyCalledOff ? 'petrol' : 'red'} role="alert">
              {making.error instanceof PasskeyCalledOff
                ? 'Nothing was made: the question of the browser was closed.'
                : making.error.message}
            </Alert>
          )}
          <TextInput
            label="What you call it"
            maxLength={60}
            error={refusal?.at('name')}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <PasswordInput
            label="Your password, once more"
            autoComplete="current-password"
            error={refusal?.at('password')}
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
          <DialogFoot onClose={onClose}>
            <Button type="submit" disabled={name.trim() === '' || password === ''} loading={making.isPending}>
              Make it
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
