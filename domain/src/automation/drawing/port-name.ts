import { STEP_CATALOGUE } from '@rap/contracts/automation/catalogue';
import type { DraftStep } from '@rap/contracts/automation/definition';
import type { Json } from '@rap/contracts/automation/plan';
import type { StepKind } from '@rap/contracts/automation/step-params';

/** What stands on the way out of a step; those with one way out need no name. */
const FIXED: Readonly<Record<string, string>> = {
  yes: 'Yes',
  otherwise: 'Otherwise',
  refused: 'Not sent',
  error: 'Fails',
  timeout: 'Nothing came',
  missing: 'Date not known',
  past: 'Date passed',
  body: 'Each time',
  done: 'Afterwards',
  approved: 'Approved',
  rejected: 'Refused',
  'event:ended': 'Ended',
};

/** What has happened on the way that simply goes on, where there are others. */
const ONWARD: Partial<Readonly<Record<StepKind, string>>> = {
  email: 'Sent',
  sms: 'Sent',
  'wait.date': 'The day comes',
};

const LISTS: Readonly<Record<string, string>> = { case: 'cases', event: 'events', variant: 'variants' };

/** The name of a way out, as it stands on the canvas and in the outline; empty where it goes without saying. */
export function portName(step: DraftStep, port: string): string {
  const { kind, params } = step;
  if (port === 'next') return waysOut(step).length === 1 ? '' : (ONWARD[kind] ?? 'Done');
  const fixed = FIXED[port];
  if (fixed !== undefined) return fixed;
  const [prefix = '', id] = port.split(':', 2);
  const entries = params[LISTS[prefix] ?? ''];
  const entry = Array.isArray(entries) ? entries.find((one) => isEntry(one) && one['id'] === id) : undefined;
  if (!isEntry(entry)) return port;
  const label = typeof entry['label'] === 'string' ? entry['label'] : (id ?? port);
  return kind === 'split' && typeof entry['weight'] === 'number' ? `${label}, ${entry['weight']}%` : label;
}

const isEntry = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Those that are drawn: a failure that nobody planned for has no way of its own. */
export const waysOut = (step: DraftStep): readonly string[] =>
  portsOf(step).filter((port) => step.ports[port] !== undefined || port !== 'error');

/** The ways out that a step has as it stands, in their order. */
export const portsOf = ({ kind, params }: DraftStep): readonly string[] =>
  STEP_CATALOGUE[kind].ports(params).map(({ id }) => id);

/** Those of them that have to lead somewhere. */
export const neededPorts = ({ kind, params }: DraftStep): readonly string[] =>
  STEP_CATALOGUE[kind]
    .ports(params)
    .filter(({ optional }) => !optional)
    .map(({ id }) => id);
