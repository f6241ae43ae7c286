import { getFirm } from '@rap/contracts/api-client';
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';

export const firmQuery = queryOptions({ queryKey: ['firm'], queryFn: () => ask(getFirm()) });
