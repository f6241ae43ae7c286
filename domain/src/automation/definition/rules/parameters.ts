import { STEP_CATALOGUE } from '@rap/contracts/automation/catalogue';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import type { DefinitionProblem } from '@rap/contracts/automation/definition-problem';
import type { Json } from '@rap/contracts/automation/plan';
import { TRIGGER_PARAMS } from '@rap/contracts/automation/trigger-params';
import type { z } from 'zod';
import { paramTitle } from '../param-title.ts';
import { fault, named, type Place } from '../report.ts';

/** Every parameter is there and has a value of its kind. */
export function parameterProblems(definition: DraftDefinition): DefinitionProblem[] {
  const { trigger, nodes } = definition;
  return [
    ...problemsOf(TRIGGER_PARAMS[trigger.kind], trigger.params, 'The beginning', {}),
    ...Object.entries(nodes).flatMap(([node, step]) =>
      problemsOf(STEP_CATALOGUE[step.kind].params, step.params, named(step), { node }),
    ),
  ];
}

/** Parameters whose absence has a question of its own. */
const ASKED_FOR: readonly PropertyKey[] = ['within', 'purpose'];

function problemsOf(
  schema: z.ZodType,
  params: Readonly<Record<string, Json>>,
  owner: string,
  at: Place,
): DefinitionProblem[] {
  const fields = new Set<string>(); // one message a parameter: the first is the nearest to what is wrong
  return (schema.safeParse(params).error?.issues ?? []).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
      return issue.keys.map((field) =>
        fault('incomplete', `${owner} has nothing called "${field}"`, { ...at, field }),
      );
    }
    const [field = ''] = issue.path.map(String);
    const absent = params[field] === undefined;
    if (fields.has(field) || (absent && ASKED_FOR.includes(field))) return [];
    fields.add(field);
    const title = `"${paramTitle(schema, field)}"`;
    const message = absent ? `${owner}: fill in ${title}` : `${owner}: ${title} ${faultWords(issue)}`;
    return [fault('incomplete', message, { ...at, field })];
  });
}

function faultWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `is at least ${issue.minimum}`
        : 'is empty';
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `is at most ${issue.maximum}`
        : `is too long; ${issue.maximum} is the most`;
    case 'invalid_format':
      return issue.format === 'regex' ? `is not right: ${issue.message}` : 'is not right';
    default:
      return 'is not right';
  }
}
