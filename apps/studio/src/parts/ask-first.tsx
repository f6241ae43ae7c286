import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { refusalOf } from '../api/refusal.ts';

/** What cannot be taken back is asked for first, and says what becomes of what. */
export function AskFirst({
  title,
  verb,
  children,
  pending,
  error,
  onYes,
  onClose,
}: {
  readonly title: string;
  readonly verb: string;
  readonly children: ReactNode;
  readonly pending: boolean;
  readonly error: unknown;
  readonly onYes: () => void;
  readonly onClose: () => void;
}): React.JSX.Element {
  return (
    <Modal opened onClose={onClose} title={title}>
      <Stack gap="md">
        <div>{children}</div>
        {Boolean(error) && (
          <Alert color="red" role="alert">
            {refusalOf(error).message}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button color="red" loading={pending} onClick={onYes}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
