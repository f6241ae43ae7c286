import { listPeoplePassed, passedByStep, type AutomationPassed } from '@rap/contracts/api-client';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { drawnPort } from '@rap/domain/automation/definition/why-words';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';

/** What may be looked back at; the counts are of those who came in within it. */
export const PERIODS = [7, 30, 90, 365] as const;
export type Period = (typeof PERIODS)[number];

export const passedQuery = (automationId: string, days: Period) =>
  queryOptions({
    queryKey: ['runs', 'passed', automationId, days],
    queryFn: () => ask(passedByStep({ path: { id: automationId }, query: { days } })),
    placeholderData: (before) => before,
  });

export const peoplePassedQuery = (automationId: string, step: string, days: Period) =>
  infiniteQueryOptions({
    queryKey: ['runs', 'passed', automationId, days, step],
    queryFn: ({ pageParam }) =>
      ask(
        listPeoplePassed({
          path: { id: automationId },
          query: { step, days, limit: 50, ...(pageParam ? { after: pageParam } : {}) },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** How many have left each step, and by which of its ways. */
export interface Gone {
  readonly steps: ReadonlyMap<string, number>;
  /** by `step:port` */
  readonly ways: ReadonlyMap<string, { readonly people: number; readonly share: number }>;
}

/** By the ways that are drawn: the interpreter notes a refusal by its reason, and an answer by its case. */
export function goneOf(
  { steps, ways }: Pick<AutomationPassed, 'steps' | 'ways'>,
  nodes: DraftDefinition['nodes'],
): Gone {
  const bySteps = new Map(steps.map(({ step, people }) => [step, people]));
  const byWays = new Map<string, number>();
  for (const { step, port, people } of ways) {
    const drawn = nodes[step];
    if (!drawn) continue;
    const way = drawnPort(drawn.kind, port);
    const at = way in drawn.ports || !('refused' in drawn.ports) ? way : 'refused';
    byWays.set(`${step}:${at}`, (byWays.get(`${step}:${at}`) ?? 0) + people);
  }
  return {
    steps: bySteps,
    ways: new Map(
      [...byWays].map(([way, people]) => [
        way,
        { people, share: people / (bySteps.get(way.split(':')[0] ?? '') ?? people) },
      ]),
    ),
  };
}
