import { everyone, type Rule } from './rule.ts';

/** What may be done with the firm itself, its invitations, API keys and sign-in service. */
export const firmPolicy = {
  'firm.read': { roles: everyone, scope: 'firm:read' },
  'firm.change': { roles: ['owner', 'compliance'], scope: 'session' },
  'sign-in-service.read': { roles: ['owner', 'operations'], scope: 'session' },
  'sign-in-service.change': { roles: ['owner'], scope: 'session' },
  'api-key.read': { roles: ['owner', 'operations', 'compliance'], scope: 'session' },
  'api-key.create': { roles: ['owner', 'operations'], scope: 'session' },
  'api-key.revoke': { roles: ['owner', 'operations'], scope: 'session' },
} as const satisfies Record<string, Rule>;
