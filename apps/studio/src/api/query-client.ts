import { QueryClient } from '@tanstack/react-query';
import { Refusal } from './refusal.ts';

/** A refusal stands until something changes; a line that broke is tried again. */
const worthRetrying = (failures: number, error: Error): boolean =>
  failures < 3 && error instanceof Refusal && (error.status === 0 || error.status >= 502);

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: worthRetrying,
        // live updates tell what has changed; this is for what they do not tell
        staleTime: 30_000,
        refetchOnWindowFocus: true,
      },
      // without a line it is refused at once, and not done by itself at some time later
      mutations: { retry: false, networkMode: 'always' },
    },
  });

/** Everything on the screen may be old. Who is signed in is not asked again: its end is told by itself. */
export const fetchAgain = (queries: QueryClient): void =>
  void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
