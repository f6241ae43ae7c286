import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';

/** The foot of a dialog: the way out, then what is done. */
export const DialogFoot = ({
  onClose,
  cautious = false,
  children,
}: {
  readonly onClose: () => void;
  /** the way out is chosen when it opens: what is asked for cannot be taken back */
  readonly cautious?: boolean;
  readonly children: ReactNode;
}): React.JSX.Element => (
  <Group justify="flex-end" mt="xs">
    <Button variant="default" onClick={onClose} data-autofocus={cautious || undefined}>
      Cancel
    </Button>
    {children}
  </Group>
);
