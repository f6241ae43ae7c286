import {
  consentOfPerson,
  getPerson,
  listClients,
  listEnrolments,
  listHouseholds,
  listLeads,
  listMeetings,
  listTasks,
} from '@rap/contracts/api-client';
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

export const householdQuery = (personId: string) =>
  queryOptions({
    queryKey: ['person', personId, 'household'],
    queryFn: () => ask(listHouseholds({ query: { personId, limit: 1 } })),
  });

export const clientQuery = (personId: string) =>
  queryOptions({
    queryKey: ['person', personId, 'client'],
    queryFn: () => ask(listClients({ query: { personId, status: 'active', limit: 1 } })),
  });

export const nextMeetingQuery = (personId: string) =>
  queryOptions({
    queryKey: ['person', personId, 'next meeting'],
    queryFn: () =>
      ask(listMeetings({ query: { personId, status: 'booked', from: new Date().toISOString(), limit: 1 } })),
  });
