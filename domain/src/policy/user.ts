import { everyone, type Asker, type Rule } from './rule.ts';

/** The user an action is about. */
interface UserRecord {
  readonly id: string;
}

const others = (asker: Asker, user: UserRecord): boolean => user.id !== asker.userId;

/** What may be done with users, their books and their invitations. */
export const userPolicy = {
  'user.read': { roles: everyone, scope: 'user:read' },
  'user.change': {
    roles: everyone,
    scope: 'session',
    when: (asker: Asker, user: UserRecord) => asker.role === 'owner' || user.id === asker.userId,
  },
  'user.change-role': { roles: ['owner'], scope: 'session', when: others },
  'user.leave': { roles: ['owner'], scope: 'session', when: others },
  'user.reset-password': { roles: ['owner'], scope: 'session', when: others },
  'invitation.read': { roles: ['owner'], scope: 'session' },
  'invitation.create': { roles: ['owner'], scope: 'session' },
  'invitation.revoke': { roles: ['owner'], scope: 'session' },
  'book.read': { roles: everyone, scope: 'user:read' },
  'book.create': { roles: ['owner'], scope: 'session' },
  'book.change': { roles: ['owner'], scope: 'session' },
} as const satisfies Record<string, Rule | Rule<UserRecord>>;
