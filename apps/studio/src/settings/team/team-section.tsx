import { Button, Menu, VisuallyHidden } from '@mantine/core';
import { listUserAccess, signOutUser, type User, type UserAccess } from '@rap/contracts/api-client';
import { seesEveryBook } from '@rap/domain/policy/books';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask.ts';
import { counted } from '../../parts/counted.ts';
import { useUserNames, usersQuery } from '../../parts/names.ts';
import { sayDone, sayRefused } from '../../parts/notify.tsx';
import { Card } from '../../parts/page.tsx';
import { Refused } from '../../parts/refused.tsx';
import { ROLE_NAMES } from '../../parts/roles.ts';
import { GreyRows } from '../../parts/rows.tsx';
import { Status } from '../../parts/status.tsx';
import { dayAndTime } from '../../parts/when.ts';
import { useMay, useMe, whoCan } from '../../session/session.ts';
import { booksQuery } from '../books/books-query.ts';
import { SectionFrame } from '../section.tsx';
import classes from '../settings.module.css';
import { Deactivate } from './deactivate.tsx';
import { Invitations } from './invitations.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { LostFactor } from './lost-factor.tsx';
import { MemberDialog } from './member-dialog.tsx';
import { Reactivate } from './reactivate.tsx';
import { RolesTable } from './roles-table.tsx';
import { UserSessions } from './user-sessions.tsx';

const accessQuery = { queryKey: [...usersQuery.queryKey, 'access'], queryFn: () => ask(listUserAccess()) };

/** Who works in the firm, what each may do, and who is invited. */
export function TeamSection(): React.JSX.Element {
  const users = useQuery(usersQuery);
  const books = useQuery(booksQuery);
  const mayManage = useMay('user.manage');
  const access = useQuery({ ...accessQuery, enabled: mayManage });
  const accessOf = new Map(access.data?.items.map((one) => [one.userId, one]));
  const [inviting, setInviting] = useState(false);
  const [changing, setChanging] = useState<User>();
  const [sessions, setSessions] = useState<User>();
  const [lost, setLost] = useState<User>();
  const [leaving, setLeaving] = useState<User>();
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
          <div className={classes.sheet}>
            <table>
              <thead>
                <tr>
                  <th>Name</th>
                  <th>Role</th>
                  <th data-phone="no">Books</th>
                  <th data-phone="no">Status</th>
                  {mayManage && <th data-phone="no">Signs in with</th>}
                  {mayManage && <th data-phone="no">Last here</th>}
                  {mayManage && (
                    <th>
                      <VisuallyHidden>What to do</VisuallyHidden>
                    </th>
                  )}
                </tr>
              </thead>
              <tbody>
                {items.map((user) => (
                  <tr key={user.id}>
                    <td>
                      <strong>{user.displayName}</strong>
                      <div className={classes.hint}>
                        {[user.title, user.email].filter(Boolean).join(', ')}
                      </div>
                    </td>
                    <td>{ROLE_NAMES[user.role]}</td>
                    <td data-phone="no">
                      {seesEveryBook(user.role)
                        ? 'Every book'
                        : user.bookIds.map((id) => bookNames.get(id)).join(', ') || 'None'}
                    </td>
                    <td data-phone="no">
                      <Status tone={user.status === 'active' ? 'ok' : 'neutral'}>
                        {user.status === 'active' ? 'Works here' : 'Has left'}
                      </Status>
                    </td>
                    {mayManage && <td data-phone="no">{factorWords(accessOf.get(user.id))}</td>}
                    {mayManage && (
                      <td data-phone="no" style={{ whiteSpace: 'nowrap' }}>
                        {lastSeenWords(accessOf.get(user.id))}
                      </td>
                    )}
                    {mayManage && (
                      <td>
                        {user.status === 'left' && <Reactivate user={user} />}
                        {user.status === 'active' && (
                          <UserMenu
                            user={user}
                            onChange={() => setChanging(user)}
                            onSessions={() => setSessions(user)}
                            onLostFactor={() => setLost(user)}
                            onLeave={() => setLeaving(user)}
                          />
                        )}
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Card>
      {mayManage && <Invitations bookNames={bookNames} />}
      <RolesTable />
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
      {changing && <MemberDialog user={changing} onClose={() => setChanging(undefined)} />}
      {sessions && <UserSessions user={sessions} onClose={() => setSessions(undefined)} />}
      {lost && <LostFactor user={lost} onClose={() => setLost(undefined)} />}
      {leaving && <Deactivate user={leaving} onClose={() => setLeaving(undefined)} />}
    </SectionFrame>
  );
}

/** "Password and app, passkey": what stands between their account and who is not them. */
function factorWords(access: UserAccess | undefined): string {
  if (!access) return '';
  const password = access.authenticatorApp ? 'Password and app' : 'Password';
  return access.passkeys > 0 ? `${password}, passkey` : password;
}

function lastSeenWords(access: UserAccess | undefined): string {
  if (!access) return '';
  return access.lastSeenAt ? dayAndTime(new Date(access.lastSeenAt)) : 'Never';
}

function UserMenu({
  user,
  onChange,
  onSessions,
  onLostFactor,
  onLeave,
}: {
  readonly user: User;
  readonly onChange: () => void;
  readonly onSessions: () => void;
  readonly onLostFactor: () => void;
  readonly onLeave: () => void;
}): React.JSX.Element {
  const me = useMe();
  const name = useUserNames()(user.id);
  const signingOut = useMutation({
    mutationFn: () => ask(signOutUser({ path: { id: user.id } })),
    onSuccess: () => sayDone(`${name} is signed out everywhere`),
    onError: (error) => sayRefused(`${name} is not signed out`, error),
  });
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button variant="default" size="xs" px={8} aria-label={`What to do with ${name}`}>
          …
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onChange}>Change role, name or books</Menu.Item>
        <Menu.Item onClick={onSessions}>Where they are signed in</Menu.Item>
        <Menu.Item onClick={() => signingOut.mutate()}>Sign out everywhere</Menu.Item>
        <Menu.Item onClick={onLostFactor}>Switch off the second factor: lost phone and codes</Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" disabled={user.id === me.userId} onClick={onLeave}>
          {user.id === me.userId ? 'You cannot remove yourself' : 'Remove from the firm'}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
