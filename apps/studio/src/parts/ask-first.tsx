import { Alert, Button, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { DialogFoot } from './dialog-foot.tsx';
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
        <DialogFoot onClose={onClose} cautious>
          <Button color="red" loading={pending} onClick={onYes}>
            {verb}
          </Button>
        </DialogFoot>
      </Stack>
    </Modal>
  );
}
