import { sleep } from '../../scripts/lib/processes.mjs';
import type { Lane } from './automation.ts';
import { PROVIDER_TIMEOUT_MS } from './profile.ts';
import type { Round } from './round.ts';
import type { Scene } from './scene.ts';

interface Disturbance {
  readonly of: 'mail' | 'twilio';
  readonly fault: { readonly kind: string } & Readonly<Record<string, unknown>>;
  readonly words: string;
}

const ALL: readonly Lane[] = ['replies', 'texts', 'silent', 'books'];
const TEXTED: readonly Lane[] = ['texts', 'silent'];
const WITHIN_MS = 30_000;

const DISTURBANCES: readonly Disturbance[] = [
  { of: 'mail', fault: { kind: 'drop', when: 'before_data' }, words: 'connection lost before the message' },
  { of: 'mail', fault: { kind: 'drop', when: 'after_data' }, words: 'connection lost after the message' },
  { of: 'mail', fault: { kind: 'reject', at: 'data', code: 451 }, words: 'refused for now' },
  {
    of: 'mail',
    fault: { kind: 'delay', delayMs: PROVIDER_TIMEOUT_MS + 500 },
    words: 'taken, and answered too late',
  },
  { of: 'twilio', fault: { kind: 'server_error' }, words: '500, and not taken' },
  { of: 'twilio', fault: { kind: 'server_error_after_act' }, words: '500, though taken' },
  { of: 'twilio', fault: { kind: 'hang_after_act' }, words: 'taken, and never answered' },
  { of: 'twilio', fault: { kind: 'rate_limited', retryAfterSeconds: 1 }, words: '429' },
  { of: 'twilio', fault: { kind: 'delay_webhooks', delayMs: 1_500 }, words: 'reports come late' },
  { of: 'twilio', fault: { kind: 'duplicate_webhooks' }, words: 'reports come twice' },
  { of: 'twilio', fault: { kind: 'reorder_webhooks' }, words: 'reports overtake each other' },
];

/** The providers fail, on demand and counted: each failure that was used up is one run that it hit. */
export const OUTSIDE_ROUNDS: readonly Round[] = DISTURBANCES.map((disturbance) => ({
  name: `${disturbance.of}: ${disturbance.words}`,
  words: 'the provider',
  play: (scene: Scene) => disturb(scene, disturbance),
}));

async function disturb(scene: Scene, { of, fault }: Disturbance): Promise<readonly string[]> {
  const { outside, options } = scene;
  const times = Math.ceil(options.people / 2);
  await outside.fault(of, { ...fault, times });
  const lanes = of === 'mail' ? ALL : TEXTED;
  scene.people.come(Array.from({ length: options.people }, () => options.random.of(lanes)));
  for (const end = performance.now() + WITHIN_MS; performance.now() < end; await sleep(100)) {
    if ((await outside.faultsLeft(of, fault.kind)) === 0) break;
  }
  const left = await outside.faultsLeft(of, fault.kind);
  await outside.noFaults();
  const first = scene.people.leads.length;
  return Array.from({ length: times - left }, (_, no) => `hit ${first - no}`);
}
