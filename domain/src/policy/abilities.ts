import type { Role } from '@rap/contracts/actor';

/** What can be done, as `resource.action`. */
export type Ability =
  | 'person.read'
  | 'person.change'
  | 'person.restore'
  | 'person.move'
  | 'person.hold'
  | 'task.read'
  | 'task.change'
  | 'lead.read'
  | 'lead.change'
  | 'form.read'
  | 'form.change'
  | 'consent.read'
  | 'consent.change'
  | 'suppression.read'
  | 'message.read'
  | 'message.send'
  | 'spine.read'
  | 'spine.control'
  | 'webhook.read'
  | 'webhook.change'
  | 'template.read'
  | 'template.draft'
  | 'template.approve'
  | 'template.publish'
  | 'user.read'
  | 'user.manage'
  | 'key.manage'
  | 'settings.read'
  | 'settings.change'
  | 'automation.read'
  | 'automation.draft'
  | 'automation.approve'
  | 'automation.publish'
  | 'automation.enrol'
  | 'run.read'
  | 'run.control'
  | 'delivery.read'
  | 'delivery.release'
  | 'audit.read'
  | 'legal_hold.read'
  | 'legal_hold.change'
  | 'audit.verify'
  | 'audit.open';

const EVERYBODY: readonly Role[] = ['owner', 'advisor', 'assistant', 'compliance', 'operations'];
const AT_WORK: readonly Role[] = ['owner', 'advisor', 'assistant'];

/** Who may do what. Which people somebody sees is the books' matter, decided below, in the database. */
export const GRANTED: Readonly<Record<Ability, readonly Role[]>> = {
  'person.read': ['owner', 'advisor', 'assistant', 'compliance'],
  'person.change': AT_WORK,
  'person.restore': ['owner', 'advisor'],
  'person.move': ['owner', 'advisor'],
  'person.hold': ['owner', 'advisor', 'compliance'],
  'task.read': EVERYBODY,
  'task.change': AT_WORK,
  'lead.read': ['owner', 'advisor', 'assistant', 'compliance'],
  'lead.change': AT_WORK,
  'form.read': ['owner', 'advisor', 'assistant', 'compliance'],
  // its wordings are what people agree to
  'form.change': ['owner', 'compliance'],
  'consent.read': ['owner', 'advisor', 'assistant', 'compliance'],
  'consent.change': ['owner', 'advisor', 'assistant', 'compliance'],
  // addresses of every book
  'suppression.read': ['owner', 'compliance'],
  'message.read': ['owner', 'advisor', 'assistant', 'compliance'],
  'message.send': AT_WORK,
  'spine.read': ['owner', 'operations'],
  'spine.control': ['owner', 'operations'],
  'webhook.read': ['owner', 'compliance', 'operations'],
  'webhook.change': ['owner', 'operations'],
  'template.read': EVERYBODY,
  'template.draft': AT_WORK,
  'template.approve': ['owner', 'compliance'],
  'template.publish': ['owner', 'advisor'],
  'user.read': EVERYBODY,
  'user.manage': ['owner'],
  'key.manage': ['owner'],
  'settings.read': EVERYBODY,
  'settings.change': ['owner', 'compliance'],
  'automation.read': EVERYBODY,
  'automation.draft': ['owner', 'advisor', 'assistant'],
  'automation.approve': ['owner', 'compliance'],
  'automation.publish': ['owner', 'advisor'],
  'automation.enrol': AT_WORK,
  'run.read': EVERYBODY,
  'run.control': ['owner', 'advisor', 'operations'],
  'delivery.read': ['owner', 'advisor', 'assistant', 'compliance'],
  'delivery.release': ['owner', 'advisor', 'compliance'],
  'audit.read': ['owner', 'compliance'],
  'legal_hold.read': ['owner', 'compliance', 'operations'],
  'legal_hold.change': ['owner', 'compliance'],
  'audit.verify': ['owner', 'compliance'],
  // what stood in records, in every book
  'audit.open': ['owner', 'compliance'],
};

export const may = (role: Role, ability: Ability): boolean => GRANTED[ability].includes(role);

/** Whom to ask who may not do it oneself. */
export const whoMay = (ability: Ability): readonly Role[] => GRANTED[ability];

/** What a program is never given: who works in the firm, and its keys, are decided by people who are signed in; so is what the log says of all records. */
const OF_PEOPLE: readonly string[] = ['user.manage', 'key.manage', 'audit.open'];

/** What a key can be given. */
export const KEY_SCOPES: readonly string[] = Object.keys(GRANTED).filter(
  (ability) => !OF_PEOPLE.includes(ability),
);
