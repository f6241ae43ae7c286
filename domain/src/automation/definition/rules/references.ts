import type { DraftDefinition, DraftStep } from '@rap/contracts/automation/definition';
import type { DefinitionProblem } from '@rap/contracts/automation/definition-problem';
import type { Reference } from '@rap/contracts/automation/facts';
import { PARAM_REFERENCES } from '@rap/contracts/automation/references';
import { Assignee } from '@rap/contracts/automation/step-params';
import type { Json } from '@rap/contracts/automation/plan';
import { z } from 'zod';
import type { DefinitionContext } from '../context.ts';
import { fault, named, type Place } from '../report.ts';

/** A message names a template that is live and of its own channel, and says what it is for. */
export function messageProblems(
  definition: DraftDefinition,
  context: DefinitionContext,
): DefinitionProblem[] {
  return Object.entries(definition.nodes).flatMap(([node, step]) => {
    if (step.kind !== 'email' && step.kind !== 'sms') return [];
    return [...templateProblems(node, step, context), ...purposeProblems(node, step)];
  });
}

function templateProblems(node: string, step: DraftStep, context: DefinitionContext): DefinitionProblem[] {
  const key = step.params['template'];
  if (typeof key !== 'string') return []; // said by the rule that parameters are complete
  const template = context.templates.get(key);
  const at = { node, field: 'template' };
  if (template === undefined && context.deletedTemplates.has(key)) {
    const message = `${named(step)}: the template "${key}" was deleted. Restore it, or choose another`;
    return [fault('template_deleted', message, at)];
  }
  if (template === undefined) {
    return [fault('template_unknown', `${named(step)}: there is no approved template "${key}"`, at)];
  }
  if (template.channel === step.kind) return [];
  const is = template.channel === 'email' ? 'an email' : 'a text';
  return [fault('template_channel', `${named(step)}: the template "${key}" is ${is}`, at)];
}

function purposeProblems(node: string, step: DraftStep): DefinitionProblem[] {
  if (step.params['purpose'] !== undefined) return [];
  const message = `Is ${named(step)} service or marketing? Marketing goes only to people who agreed to it`;
  return [fault('purpose_missing', message, { node, field: 'purpose' })];
}

const NAMES: Record<Reference, string> = {
  user: 'a member of the team',
  tag: 'a tag',
  lead_source: 'a source',
  lead_form: 'a form',
  automation: 'an automation',
  webhook_in: 'a sender',
  webhook_out: 'a receiver',
  template: 'a template',
};

/** Every id stands for a record that the firm has. */
export function referenceProblems(
  definition: DraftDefinition,
  context: DefinitionContext,
): DefinitionProblem[] {
  const { trigger, nodes } = definition;
  return [
    ...missing(trigger.params, context, 'The beginning', {}),
    ...Object.entries(nodes).flatMap(([node, step]) => missing(step.params, context, named(step), { node })),
  ];
}

const Ids = z.union([z.string().transform((id) => [id]), z.array(z.string())]);

function missing(
  params: Readonly<Record<string, Json>>,
  { names }: DefinitionContext,
  owner: string,
  at: Place,
): DefinitionProblem[] {
  return Object.entries(params).flatMap(([field, value]) => {
    const person = Assignee.safeParse(value).data;
    const refersTo = typeof person === 'object' ? 'user' : PARAM_REFERENCES[field];
    if (refersTo === undefined) return [];
    return (Ids.safeParse(typeof person === 'object' ? person.userId : value).data ?? [])
      .filter((id) => !names[refersTo]?.has(id))
      .map(() =>
        fault('reference_unknown', `${owner}: choose ${NAMES[refersTo]} that exists`, { ...at, field }),
      );
  });
}

/** How many automations may begin one another in a row. */
const DEEPEST = 3;

/** Automations do not start each other in a circle, nor in too long a row. */
export function automationProblems(
  definition: DraftDefinition,
  context: DefinitionContext,
): DefinitionProblem[] {
  const startsOf = (id: string) => context.starts.get(id) ?? [];
  return Object.entries(definition.nodes).flatMap(([node, step]) => {
    const first = step.params['automationId'];
    if ((step.kind !== 'automation.start' && step.kind !== 'automation.call') || typeof first !== 'string')
      return [];
    const at = { node, field: 'automationId' };
    const seen = new Set<string>();
    let row = [first];
    for (let depth = 1; row.length > 0; depth += 1) {
      if (row.includes(context.automationId))
        return [fault('automations_circle', 'These automations start each other', at)];
      if (depth > DEEPEST) {
        return [
          fault('automations_deep', `${named(step)} begins a row of more than ${DEEPEST} automations`, at),
        ];
      }
      for (const id of row) seen.add(id);
      row = [...new Set(row.flatMap(startsOf))].filter((id) => !seen.has(id));
    }
    return [];
  });
}
