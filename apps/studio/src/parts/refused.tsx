import type { ReactNode } from 'react';
import { refusalOf } from '../api/refusal.ts';
import { Message } from './message.tsx';

/** What could not be shown, in the words of who refused it. */
export function Refused({
  error,
  within,
  action,
}: {
  readonly error: unknown;
  readonly within?: 'whole' | 'page' | 'card';
  readonly action?: ReactNode;
}): React.JSX.Element {
  const { title, detail } = refusalOf(error).problem;
  return (
    <Message title={title} action={action} {...(within && { within })}>
      {detail}
    </Message>
  );
}
