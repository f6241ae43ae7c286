import { firmPolicy } from './firm.ts';
import type { Asker, Rule } from './rule.ts';
import { userPolicy } from './user.ts';

/** Every rule of the house by its action. A feature adds its file here. */
const policies = { ...firmPolicy, ...userPolicy };

type Policies = typeof policies;
/** `<record>.<verb>`, e.g. `person.read`. */
export type Action = keyof Policies;
/** What `can` must be told about the record; nothing when the role decides alone. */
export type RecordOf<A extends Action> = Policies[A] extends { when: (asker: Asker, record: infer R) => boolean } ? [R] : [];

/** May the asker do this to this record? The same answer guards the API and draws the screens. */
export function can<A extends Action>(asker: Asker, action: A, ...record: RecordOf<A>): boolean {
  const rule: Rule<unknown> = policies[action] as Rule<unknown>; // the overload above binds the record to the action
  return mayEver(asker, action) && (rule.when === undefined || rule.when(asker, record[0]));
}

/** May the asker do this to some record at all? False is final; true still asks the record. */
export function mayEver(asker: Asker, action: Action): boolean {
  const { roles, scope }: Rule<never> = policies[action];
  if (!roles.includes(asker.role)) return false;
  return asker.scopes === '*' || (scope !== 'session' && asker.scopes.includes(scope));
}

/** The rule of an action, for refusals that say who may. */
export const ruleOf = (action: Action): Pick<Rule, 'roles' | 'scope'> => policies[action];

export const isAction = (text: string): text is Action => Object.hasOwn(policies, text);

/** Every scope that an API key can be given, sorted. */
export const scopes: readonly string[] = [
  ...new Set(Object.values<Pick<Rule, 'scope'>>(policies).map((rule) => rule.scope)),
]
  .filter((scope) => scope !== 'session')
  .sort();
