import { may, whoMay, type Ability } from '@rap/domain/policy/abilities';
import type { Principal } from './edge.ts';
import { ProblemError } from './problem-error.ts';

/** Whether an answer may have a part that needs the ability. */
export const allows = (me: Pick<Principal, 'role' | 'scopes'>, ability: Ability): boolean =>
  may(me.role, ability) && (me.scopes?.includes(ability) ?? true);

/** The first line of every service method. Says who may grant it. */
export function authorise(me: Pick<Principal, 'role' | 'scopes'>, ability: Ability): void {
  if (me.scopes && !me.scopes.includes(ability)) {
    throw new ProblemError(403, 'scope_missing', 'This key does not allow this', {
      detail: `It would need the scope ${ability}: have an owner make another.`,
    });
  }
  if (may(me.role, ability)) return;
  throw new ProblemError(403, 'forbidden', 'Your role does not allow this', {
    detail: `Ask somebody who is ${whoMay(ability).join(' or ')}.`,
  });
}
