import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { alive, until } from '../../scripts/lib/processes.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const READY_MS = 120_000;

const Run = z.object({
  starter: z.object({ pid: z.number() }),
  ready: z.boolean(),
  children: z.array(z.object({ name: z.string(), pid: z.number() })),
  addresses: z.record(z.string(), z.string()).optional(),
  databases: z.record(z.string(), z.string()).optional(),
  metrics: z.record(z.string(), z.string()).optional(),
});
export type Run = z.infer<typeof Run>;

/** One `npm start`, with what it printed. */
export interface Started {
  output(): string;
  /** its exit code or signal */
  readonly gone: Promise<number | string>;
  /** until it has printed that text; fails at once when it ends before */
  prints(text: string | RegExp): Promise<void>;
  /** what a terminal does: every process of the foreground group gets the signal */
  ctrlC(): void;
}

/** Starts the product as a newcomer does, with settings of its own. */
export function npmStart(settings: Readonly<Record<string, string>>): Started {
  // what the test runner sets for itself is none of the product's business
  const own = Object.entries(process.env).filter(([name]) => !/^(NODE_|VITEST|VITE|npm_|TEST)/i.test(name));
  const child = spawn('npm', ['start'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...Object.fromEntries(own), DEMO_PEOPLE: 'none', ...settings },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const gone = once(child, 'close').then(([code, signal]: unknown[]) =>
    typeof code === 'number' ? code : String(signal),
  );
  return {
    output: () => output,
    gone,
    async prints(text) {
      const seen = (): boolean => (typeof text === 'string' ? output.includes(text) : text.test(output));
      await until(`"${String(text)}"`, seen, { ms: READY_MS, gone }).catch((error: unknown) => {
        throw new Error(`${String(error)}\n${output}`);
      });
    },
    ctrlC() {
      if (child.pid && alive(child.pid)) process.kill(-child.pid, 'SIGINT');
    },
  };
}

/** What is written down about the run in that data folder. */
export const runIn = (data: string): Run =>
  Run.parse(JSON.parse(readFileSync(join(data, 'run.json'), 'utf8')));

export function pidOf(data: string, name: string): number {
  const child = runIn(data).children.find((candidate) => candidate.name === name);
  if (!child) throw new Error(`no ${name} runs`);
  return child.pid;
}

/** Waits until a process of that name runs that is not `pid`, and answers at `url`. */
export async function another(data: string, name: string, pid: number, url?: string): Promise<number> {
  await until(`another ${name}`, () => pidOf(data, name) !== pid && alive(pidOf(data, name)));
  if (url) await until(`${name} at ${url}`, () => answers(url), { ms: 60_000 });
  return pidOf(data, name);
}

export const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  );

/** Ends what a failed test left. */
export function endAll(data: string): void {
  let run: Run;
  try {
    run = runIn(data);
  } catch {
    return; // it stopped as it should
  }
  for (const { pid } of [run.starter, ...run.children]) {
    for (const target of [pid, -pid]) {
      try {
        process.kill(target, 'SIGKILL');
      } catch {
        // it is gone already
      }
    }
  }
}
