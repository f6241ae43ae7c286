import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Message } from './message.tsx';

export function PageMissing(): React.JSX.Element {
  return (
    <Message
      title="There is no such page"
      action={
        <Button component={Link} to="/">
          Go to Today
        </Button>
      }
    >
      The address may have been cut off, or what it led to belongs to somebody else.
    </Message>
  );
}
