import { getProfile } from '@rap/contracts/api-client';
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';

export const profileQuery = queryOptions({ queryKey: ['profile'], queryFn: () => ask(getProfile()) });
