import type { Role } from '@rap/contracts/actor';

/** Who asks: a person of the firm, or an API key, which may do no more than the person who made it. */
export interface Asker {
  readonly userId: string;
  readonly role: Role;
  /** what an API key was given; `*` for a person who signed in */
  readonly scopes: '*' | readonly string[];
}

/** One action on one kind of record. Everything not allowed by a rule is refused. */
export interface Rule<R = never> {
  /** the roles that may do it at all; a refusal names them, so that the reader knows whom to ask */
  readonly roles: readonly Role[];
  /** narrows it to some records, e.g. to one's own; absent when the role decides alone */
  readonly when?: (asker: Asker, record: R) => boolean;
  /** the scope an API key needs; `session` when only a person who signed in may do it */
  readonly scope: Scope | 'session';
}

/** `<resource>:read` or `<resource>:write`. */
export type Scope = `${string}:read` | `${string}:write`;

export const everyone = ['owner', 'advisor', 'assistant', 'compliance', 'operations'] as const satisfies readonly Role[];
/** who works with people day by day */
export const practice = ['owner', 'advisor', 'assistant'] as const satisfies readonly Role[];
