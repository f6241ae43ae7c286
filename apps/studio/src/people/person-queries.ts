import { consentOfPerson, getPerson, listEnrolments, listLeads, listTasks } from '@rap/contracts/api-client';
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';

const LATEST = 100;

export const personQuery = (id: string) =>
  queryOptions({ queryKey: ['person', id, 'record'], queryFn: () => ask(getPerson({ path: { id } })) });

export const consentQuery = (id: string) =>
  queryOptions({
    queryKey: ['person', id, 'consent'],
    queryFn: () => ask(consentOfPerson({ path: { id } })),
  });

export const personLeadsQuery = (personId: string) =>
  queryOptions({
    queryKey: ['person', personId, 'leads'],
    queryFn: () => ask(listLeads({ query: { personId, limit: 20 } })),
  });

export const personRunsQuery = (personId: string) =>
  queryOptions({
    queryKey: ['person', personId, 'runs'],
    queryFn: () => ask(listEnrolments({ query: { personId } })),
  });

export const personTasksQuery = (personId: string) =>
  queryOptions({
    queryKey: ['person', personId, 'tasks'],
    queryFn: () => ask(listTasks({ query: { personId, limit: LATEST } })),
  });
