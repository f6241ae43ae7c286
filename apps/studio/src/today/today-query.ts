import { getToday, type Today } from '@rap/contracts/api-client';
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';

export type Reply = Today['replies'][number];
export type Question = Today['questions'][number];
export type UnknownMessage = Today['unknowns'][number];
export type Submitted = Today['versions'][number];

export const todayQuery = queryOptions({ queryKey: ['today'], queryFn: () => ask(getToday()) });
