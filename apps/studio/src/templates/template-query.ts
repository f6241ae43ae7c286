import { getTemplate } from '@rap/contracts/api-client';
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';

export const templateQuery = (id: string) =>
  queryOptions({ queryKey: ['templates', 'one', id], queryFn: () => ask(getTemplate({ path: { id } })) });
