import { Button } from '@mantine/core';
import type { User } from '@rap/contracts/api-client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { counted } from '../../parts/counted.ts';
import { usersQuery } from '../../parts/names.ts';
import { Card } from '../../parts/page.tsx';
import { Refused } from '../../parts/refused.tsx';
import { GreyRows } from '../../parts/rows.tsx';
import { useMay, whoCan } from '../../session/session.ts';
import { booksQuery } from '../books/books-query.ts';
import { SectionFrame } from '../section.tsx';
import { Deactivate } from './deactivate.tsx';
import { Invitations } from './invitations.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { LostFactor } from './lost-factor.tsx';
import { MemberDialog } from './member-dialog.tsx';
import { RolesTable } from './roles-table.tsx';
import { UserSessions } from './user-sessions.tsx';
import { UsersTable, type UserDeed } from './users-table.tsx';

/** Who works in the firm, what each may do, and who is invited. */
export function TeamSection(): React.JSX.Element {
  const users = useQuery(usersQuery);
  const books = useQuery(booksQuery);
  const mayManage = useMay('user.manage');
  const [inviting, setInviting] = useState(false);
  const [doing, setDoing] = useState<{ readonly what: UserDeed; readonly user: User }>();
  const close = (): void => setDoing(undefined);
  const bookNames = new Map(books.data?.items.map(({ id, name }) => [id, name]));
  const items = users.data?.items ?? [];
  const active = items.filter(({ status }) => status === 'active');
  const facts = mayManage
    ? counted(active.length, 'person works', 'people work') + ' here'
    : `Users are invited and changed by ${whoCan('user.manage')}`;
  return (
    <SectionFrame
      title="Team"
      facts={facts}
      actions={mayManage && <Button onClick={() => setInviting(true)}>Invite somebody</Button>}
    >
      <Card title="Users">
        {users.isPending && <GreyRows />}
        {users.error && <Refused error={users.error} within="card" />}
        {items.length > 0 && (
          <UsersTable users={items} bookNames={bookNames} onDo={(what, user) => setDoing({ what, user })} />
        )}
      </Card>
      {mayManage && <Invitations bookNames={bookNames} />}
      <RolesTable />
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
      {doing?.what === 'change' && <MemberDialog user={doing.user} onClose={close} />}
      {doing?.what === 'sessions' && <UserSessions user={doing.user} onClose={close} />}
      {doing?.what === 'lostFactor' && <LostFactor user={doing.user} onClose={close} />}
      {doing?.what === 'leave' && <Deactivate user={doing.user} onClose={close} />}
    </SectionFrame>
  );
}
