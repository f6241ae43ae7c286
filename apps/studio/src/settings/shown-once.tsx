import { Button, CopyButton, Group, Modal, Stack } from '@mantine/core';
import classes from './settings.module.css';

/** A secret that nobody can read again: it is copied now, or made anew. */
export function ShownOnce({
  title,
  secret,
  children,
  onClose,
}: {
  readonly title: string;
  readonly secret: string;
  readonly children: React.ReactNode;
  readonly onClose: () => void;
}): React.JSX.Element {
  return (
    <Modal opened onClose={onClose} title={title} closeOnClickOutside={false} closeOnEscape={false}>
      <Stack gap="md">
        <div>{children}</div>
        <code className={classes.secret}>{secret}</code>
        <Group justify="flex-end">
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>I have kept it</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
