import type { Trigger } from '@rap/contracts/automation/definition';
import { eventFields, isEventKind } from '@rap/contracts/automation/events';
import type { Json } from '@rap/contracts/automation/plan';

/** What is kept of a live automation's trigger, to be compared with each event. */
export interface StoredTrigger {
  readonly kind: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Kinds that ask for one automation by its id; the id is no part of a definition, because a copy has another one. */
const ADDRESSED: readonly string[] = ['manual', 'automation'];

/** The trigger of a definition as it is stored beside the published plan. */
export function storedTrigger(trigger: Trigger, automationId: string): StoredTrigger {
  return {
    kind: trigger.kind,
    params: ADDRESSED.includes(trigger.kind) ? { automationId } : trigger.params,
  };
}

/** Which field of the payload each parameter is compared with; a list means "one of these". */
const COMPARED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'lead.created': { sourceIds: 'sourceId' },
  'form.submitted': { formIds: 'formId' },
  'stage.changed': { from: 'from', to: 'to' },
  'tag.added': { tagIds: 'tagId' },
  'field.changed': { record: 'record', fields: 'field' },
  'date.due': { milestone: 'milestone' },
  webhook: { webhookId: 'webhookId' },
  manual: { automationId: 'automationId' },
  automation: { automationId: 'automationId' },
};

/** A text that is one of the carriers' keywords is an order to the sender's machine, not a word to anybody. */
const ORDERS: readonly unknown[] = ['stop', 'start', 'help'];

/** Whether an event of the trigger's kind is one that starts the automation. */
export function matchesTrigger(trigger: StoredTrigger, payload: Readonly<Record<string, unknown>>): boolean {
  if (trigger.kind === 'sms.received') return !ORDERS.includes(payload['keyword']);
  if (trigger.kind === 'email.received') {
    return trigger.params['repliesOnly'] !== true || typeof payload['inReplyTo'] === 'string';
  }
  return Object.entries(COMPARED[trigger.kind] ?? {}).every(([param, field]) => {
    const wanted = trigger.params[param];
    if (wanted === undefined) return !ADDRESSED.includes(trigger.kind);
    return Array.isArray(wanted) ? wanted.includes(payload[field]) : wanted === payload[field];
  });
}

/** The name under which a run remembers a field of the event that started it. */
export const triggerVariable = (field: string): string => `trigger.${field}`;

/**
 * What a run remembers of the event that started it: the ids, so that a later step can wait for news of the very meeting,
 * task or document that began it.
 */
export function startingVariables(
  kind: string,
  payload: Readonly<Record<string, Json>>,
): Record<string, Json> {
  if (!isEventKind(kind)) return {};
  const ids = eventFields(kind).filter(({ type }) => type === 'id');
  return Object.fromEntries(
    ids.flatMap(({ name }) => {
      const value = payload[name];
      return value === undefined || value === null ? [] : [[triggerVariable(name), value]];
    }),
  );
}
