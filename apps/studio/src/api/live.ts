import type { QueryClient } from '@tanstack/react-query';
import { tellSessionEnded } from './ask.ts';
import { fetchAgain } from './query-client.ts';

/** How the stream of live updates stands: `broken` comes back by itself, and then everything is fetched again. */
export type LiveState = 'connecting' | 'live' | 'broken';

interface Change {
  readonly personId: string;
  readonly kinds: readonly string[];
}

/** Changes come in bursts: what they touch is fetched once for a burst. */
const BURST_MS = 200;

/** The first word of a kind of event, and the lists that may show what it tells of. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  lead: ['leads'],
  stage: ['leads'],
  form: ['leads'],
  task: ['tasks'],
  email: ['messages'],
  sms: ['messages'],
  meeting: ['meetings'],
  enrolment: ['runs', 'automations'],
  person: ['people', 'leads'],
  tag: ['people', 'leads'],
  field: ['people', 'leads'],
};

/** Listens until it is told to stop: what was changed elsewhere is fetched again by the queries that show it. */
export function listen(queries: QueryClient, tell: (state: LiveState) => void): () => void {
  const stream = new EventSource('/api/live');
  const touched = new Set<string>();
  let flushing: ReturnType<typeof setTimeout> | undefined;
  let wasBroken = false;

  const touch = (keys: readonly string[]): void => {
    for (const key of keys) touched.add(key);
    flushing ??= setTimeout(() => {
      flushing = undefined;
      const now = [...touched];
      touched.clear();
      void queries.invalidateQueries({
        predicate: ({ queryKey: [area, id] }) =>
          now.includes(String(area)) || now.includes(`${String(area)}:${String(id)}`),
      });
    }, BURST_MS);
  };

  stream.addEventListener('ready', () => {
    tell('live');
    // whatever happened while nobody listened
    if (wasBroken) fetchAgain(queries);
    wasBroken = false;
  });
  stream.addEventListener('change', (event: MessageEvent<string>) => {
    const { personId, kinds } = JSON.parse(event.data) as Change;
    touch(['today', `person:${personId}`, ...kinds.flatMap((kind) => LISTS[kind.split('.')[0] ?? ''] ?? [])]);
  });
  stream.addEventListener('refetch', () => fetchAgain(queries));
  stream.addEventListener('ended', tellSessionEnded);
  stream.addEventListener('error', () => {
    wasBroken = true;
    tell('broken');
  });

  return () => {
    clearTimeout(flushing);
    stream.close();
  };
}
