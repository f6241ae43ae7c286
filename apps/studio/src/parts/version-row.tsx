import type { ReactNode } from 'react';
import { useUserNames } from './names.ts';
import { Row } from './rows.tsx';
import { Status, type Tone } from './status.tsx';
import { dayAndTime } from './when.ts';

export interface VersionShown {
  readonly id: string;
  readonly number: number;
  readonly status: 'draft' | 'submitted' | 'approved' | 'live' | 'retired';
  readonly author: string;
  readonly approver: string | null;
  readonly note: string | null;
  readonly publishedAt?: string | null;
  readonly createdAt: string;
}

export const VERSION_STANDS: Readonly<
  Record<VersionShown['status'], { readonly tone: Tone; readonly said: string }>
> = {
  draft: { tone: 'neutral', said: 'Draft' },
  submitted: { tone: 'warn', said: 'Waits for approval' },
  approved: { tone: 'info', said: 'Approved' },
  live: { tone: 'ok', said: 'Live' },
  retired: { tone: 'neutral', said: 'Replaced' },
};

/** One version of an automation or a template: how it stands, by whom, who looked at it, and when. */
export function VersionRow({
  version: { number, status, author, approver, note, publishedAt, createdAt },
  action,
}: {
  readonly version: VersionShown;
  readonly action?: ReactNode;
}): React.JSX.Element {
  const nameOf = useUserNames();
  const who = (actor: string): string =>
    actor.startsWith('user:')
      ? nameOf(actor.slice('user:'.length)) || 'somebody who has left'
      : 'the product';
  const { tone, said } = VERSION_STANDS[status];
  return (
    <Row
      title={`Version ${number}`}
      line={
        <>
          <Status tone={tone}>{said}</Status>{' '}
          {`by ${who(author)}${approver ? `, approved by ${who(approver)}` : ''}${note ? `: ${note}` : ''}`}
        </>
      }
      when={dayAndTime(new Date(publishedAt ?? createdAt))}
      action={action}
    />
  );
}
