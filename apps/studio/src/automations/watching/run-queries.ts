import {
  explainEnrolment,
  getEnrolment,
  getVersion,
  insideByStep,
  listDeliveries,
  listPeopleInside,
  listReceipts,
  type Enrolment,
  type PersonInside,
  type Receipt,
} from '@rap/contracts/api-client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';

export type { Enrolment, PersonInside, Receipt };

export const runQuery = (id: string) =>
  queryOptions({ queryKey: ['runs', id, 'run'], queryFn: () => ask(getEnrolment({ path: { id } })) });

export const receiptsQuery = (id: string) =>
  queryOptions({ queryKey: ['runs', id, 'receipts'], queryFn: () => ask(listReceipts({ path: { id } })) });

/** Why the person stands where they stand, or what became of one step. */
export const whyQuery = (id: string, step: string | undefined) =>
  queryOptions({
    queryKey: ['runs', id, 'why', step ?? 'here'],
    queryFn: () => ask(explainEnrolment({ path: { id }, query: step === undefined ? {} : { step } })),
    placeholderData: (before) => before,
  });

/** A published version never changes. */
export const versionQuery = (automationId: string, number: number) =>
  queryOptions({
    queryKey: ['automations', 'version', automationId, number],
    queryFn: () => ask(getVersion({ path: { id: automationId, number } })),
    staleTime: Infinity,
  });

export const deliveriesQuery = (personId: string) =>
  queryOptions({
    queryKey: ['person', personId, 'deliveries'],
    queryFn: () => ask(listDeliveries({ query: { personId } })),
  });

/** Whose places are counted at the steps: everybody's, or theirs who follow one version. */
export const insideQuery = (automationId: string, version?: number) =>
  queryOptions({
    queryKey: ['runs', 'inside', automationId, version ?? 'every'],
    queryFn: () =>
      ask(
        insideByStep({
          path: { id: automationId },
          query: version === undefined ? {} : { versionNumber: version },
        }),
      ),
  });

export const peopleInsideQuery = (automationId: string, step: string | undefined, version?: number) =>
  infiniteQueryOptions({
    queryKey: ['runs', 'people', automationId, step ?? 'everywhere', version ?? 'every'],
    queryFn: ({ pageParam }) =>
      ask(
        listPeopleInside({
          path: { id: automationId },
          query: {
            limit: 50,
            ...(step === undefined ? {} : { step }),
            ...(version === undefined ? {} : { versionNumber: version }),
            ...(pageParam ? { after: pageParam } : {}),
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });
