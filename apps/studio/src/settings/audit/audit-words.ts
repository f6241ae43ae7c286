import { dayAndTime } from '../../parts/when.ts';

const THINGS: Readonly<Record<string, string>> = {
  api_key: 'API key',
  automation: 'automation',
  automation_version: 'version of an automation',
  book: 'book',
  client: 'client',
  communication: 'message',
  dead_letter: 'event that could not be handed over',
  delivery: 'delivery',
  document_request: 'document request',
  enrolment: 'run of an automation',
  event: 'event',
  firm: 'firm',
  household: 'household',
  household_member: 'member of a household',
  invitation: 'invitation',
  lane: 'events of a person',
  lead: 'lead',
  lead_form: 'form',
  lead_source: 'lead source',
  legal_hold: 'legal hold',
  letter: 'letter of the system',
  meeting: 'meeting',
  note: 'note',
  oidc: 'sign-in of another provider',
  opt_out: 'opt-out',
  password: 'password',
  permission: 'permission',
  person: 'person',
  person_email: 'email of a person',
  person_phone: 'phone of a person',
  person_tag: 'tag of a person',
  second_factor: 'second factor',
  session: 'session',
  tag: 'tag',
  task: 'task',
  template: 'template',
  template_version: 'version of a template',
  user: 'user',
  webhook_endpoint: 'webhook',
  webhook_source: 'webhook source',
};

const DEEDS: Readonly<Record<string, string>> = {
  add: 'added',
  ask: 'asked for',
  change: 'changed',
  create: 'added',
  delete: 'deleted',
  found: 'founded',
  members: 'given other members',
  on: 'switched on',
  open: 'opened',
  pin: 'tied',
  recovery: 'decided about after a restore',
  remove: 'removed',
  reset: 'reset',
  restore: 'brought back',
  retry: 'tried again',
  revoke: 'ended',
  revoke_all: 'ended everywhere',
  set: 'set',
  settle: 'settled',
  skip: 'left out',
  start: 'started',
  switch_off: 'switched off',
  update: 'changed',
  write: 'written',
};

/** "Person changed"; the action as it stands in the log where there are no words for it. */
export function actionInWords(action: string): string {
  const [deed = '', thing = ''] = action.split('.').toReversed();
  const [what, done] = [THINGS[thing], DEEDS[deed]];
  return what && done ? `${what.charAt(0).toUpperCase()}${what.slice(1)} ${done}` : action;
}

/** The kinds of record that one may look for. */
export const RECORD_CHOICES = Object.entries(THINGS)
  .map(([table, label]) => ({
    value: `app.${table}.`,
    label: `${label.charAt(0).toUpperCase()}${label.slice(1)}`,
  }))
  .toSorted((a, b) => a.label.localeCompare(b.label));

/** Who acted: a user by name, a program or the product by what it is. */
export function actorInWords(actor: string, nameOf: (id: string) => string): string {
  const [kind = '', ...rest] = actor.split(':');
  const id = rest.join(':');
  const words: Readonly<Record<string, string>> = {
    user: nameOf(id) || 'A user who has left',
    key: 'A program with a key',
    run: 'An automation',
    system: 'The product itself',
    public: 'A form',
    operator: 'An operator of the platform',
  };
  return words[kind] ?? actor;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** "owner id" of `ownerId`. */
export const fieldInWords = (field: string): string =>
  field.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

/** What stands in a field, as one would say it; a user by name. */
export function valueInWords(value: unknown, nameOf: (id: string) => string): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') {
    if (INSTANT.test(value)) return dayAndTime(new Date(value));
    return nameOf(value) || value;
  }
  if (Array.isArray(value)) return value.map((one) => valueInWords(one, nameOf)).join(', ') || 'nothing';
  return JSON.stringify(value);
}
