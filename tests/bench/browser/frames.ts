import type { Browser, Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** microseconds */
  readonly ts: number;
  readonly dur?: number;
  readonly args?: { readonly name?: string };
}

const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];

/** Work of the page's main thread in each frame while `act` runs, ms, by Chromium's own trace: the tasks between the commit of one frame and that of the next. */
export async function mainThreadWork(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
): Promise<number[]> {
  await browser.startTracing(page, { categories: CATEGORIES });
  let trace: Buffer;
  try {
    await act();
  } finally {
    trace = await browser.stopTracing();
  }
  return framesOf((JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] }).traceEvents);
}

function framesOf(events: readonly TraceEvent[]): number[] {
  const thread = ({ pid, tid }: TraceEvent): string => `${pid}:${tid}`;
  const mains = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(thread),
  );
  const commits = Map.groupBy(
    events.filter((event) => event.name === 'BeginCommitCompositorFrame' && mains.has(thread(event))),
    thread,
  );
  // other pages may have a renderer too: ours is the one that drew most
  const [main, frames] = [...commits].sort(([, one], [, other]) => other.length - one.length)[0] ?? [];
  if (!main || !frames) throw new Error('the trace has no frame');
  const ends = frames.map(({ ts }) => ts).sort((one, other) => one - other);
  const work = ends.map(() => 0);
  for (const event of events) {
    if (thread(event) !== main || event.name !== 'RunTask' || event.dur === undefined) continue;
    // the task that commits a frame begins before the commit
    const frame = ends.findIndex((end) => event.ts <= end);
    if (frame >= 0) work[frame] = (work[frame] ?? 0) + event.dur / 1_000;
  }
  // the first has all that came before it
  return work.slice(1);
}
