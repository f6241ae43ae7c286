import { Button, Menu, VisuallyHidden } from '@mantine/core';
import { listUserAccess, signOutUser, type User, type UserAccess } from '@rap/contracts/api-client';
import { seesEveryBook } from '@rap/domain/policy/books';
import { useMutation, useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { useUserNames, usersQuery } from '../../parts/names.ts';
import { sayDone, sayRefused } from '../../parts/notify.tsx';
import { ROLE_NAMES } from '../../parts/roles.ts';
import { Status } from '../../parts/status.tsx';
import { dayAndTime } from '../../parts/when.ts';
import { useMay, useMe } from '../../session/session.ts';
import classes from '../settings.module.css';
import { Reactivate } from './reactivate.tsx';

/** What an owner does with a user in a dialog of its own. */
export type UserDeed = 'change' | 'sessions' | 'lostFactor' | 'leave';

const accessQuery = { queryKey: [...usersQuery.queryKey, 'access'], queryFn: () => ask(listUserAccess()) };

/** Everybody who works or has worked here; for owners also with what they sign in and when they were last here. */
export function UsersTable({
  users,
  bookNames,
  onDo,
}: {
  readonly users: readonly User[];
  readonly bookNames: ReadonlyMap<string, string>;
  readonly onDo: (what: UserDeed, user: User) => void;
}): React.JSX.Element {
  const mayManage = useMay('user.manage');
  const access = useQuery({ ...accessQuery, enabled: mayManage });
  const accessOf = new Map(access.data?.items.map((one) => [one.userId, one]));
  return (
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
          {users.map((user) => (
            <tr key={user.id}>
              <td>
                <strong>{user.displayName}</strong>
                <div className={classes.hint}>{[user.title, user.email].filter(Boolean).join(', ')}</div>
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
                  {user.status === 'active' && <UserMenu user={user} onDo={(what) => onDo(what, user)} />}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
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
  onDo,
}: {
  readonly user: User;
  readonly onDo: (what: UserDeed) => void;
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
        <Menu.Item onClick={() => onDo('change')}>Change role, name or books</Menu.Item>
        <Menu.Item onClick={() => onDo('sessions')}>Where they are signed in</Menu.Item>
        <Menu.Item onClick={() => signingOut.mutate()}>Sign out everywhere</Menu.Item>
        <Menu.Item onClick={() => onDo('lostFactor')}>
          Switch off the second factor: lost phone and codes
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" disabled={user.id === me.userId} onClick={() => onDo('leave')}>
          {user.id === me.userId ? 'You cannot remove yourself' : 'Remove from the firm'}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
