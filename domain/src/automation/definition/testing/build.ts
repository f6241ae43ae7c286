import type { DraftDefinition, DraftStep } from '@rap/contracts/automation/definition';
import type { DefinitionContext } from '../context.ts';
import { validate } from '../validate.ts';

export const IDS = {
  tag: '01890000-0000-7000-8000-000000000001',
  user: '01890000-0000-7000-8000-000000000002',
  self: '01890000-0000-7000-8000-000000000003',
  other: '01890000-0000-7000-8000-000000000004',
  third: '01890000-0000-7000-8000-000000000005',
  fourth: '01890000-0000-7000-8000-000000000006',
  fifth: '01890000-0000-7000-8000-000000000007',
  receiver: '01890000-0000-7000-8000-000000000008',
} as const;

const automations = [IDS.self, IDS.other, IDS.third, IDS.fourth, IDS.fifth];

export const buildContext = (overrides: Partial<DefinitionContext> = {}): DefinitionContext => ({
  deletedTemplates: new Set(['farewell']),
  templates: new Map([
    ['hello', { channel: 'email', version: 3 }],
    ['ping', { channel: 'sms', version: 1 }],
  ]),
  names: {
    tag: new Map([[IDS.tag, 'Prospect']]),
    user: new Map([[IDS.user, 'Dana Harbor']]),
    automation: new Map(automations.map((id, index) => [id, `Automation ${index + 1}`])),
    webhook_out: new Map([[IDS.receiver, 'Archive']]),
  },
  allowTestDurations: false,
  automationId: IDS.self,
  starts: new Map(),
  ...overrides,
});

type Ports = DraftStep['ports'];
type Params = DraftStep['params'];

export const step = (kind: DraftStep['kind'], label: string, params: Params, ports: Ports): DraftStep => ({
  kind,
  label,
  params,
  ports,
});
export const email = (next: string, params: Params = {}, ports: Ports = {}): DraftStep =>
  step(
    'email',
    'Say hello',
    { template: 'hello', purpose: 'service', from: 'owner', ...params },
    { next, refused: 'END', ...ports },
  );
export const task = (next: string, params: Params = {}): DraftStep =>
  step('task', 'Call them', { title: 'Call', assignee: 'owner', ...params }, { next });
export const waitFor = (next: string, value = 1, unit = 'days'): DraftStep =>
  step('wait.for', 'Give them time', { for: { value, unit } }, { next });
export const waitEvent = (kind: string, ports: Ports, params: Params = {}): DraftStep =>
  step(
    'wait.event',
    'Wait for news',
    {
      events: [{ id: 'it', label: 'it comes', match: { kind } }],
      within: { value: 2, unit: 'days' },
      ...params,
    },
    ports,
  );
export const exit = (label = 'Finish'): DraftStep => step('exit', label, { outcome: 'done' }, {});

/** A sound definition that begins with its first step; what a test is about stands in `nodes`. */
export function build(
  nodes: Record<string, DraftStep>,
  overrides: Partial<DraftDefinition> = {},
): DraftDefinition {
  return {
    schema: 1,
    name: 'A test',
    trigger: { kind: 'lead.created', params: {}, next: Object.keys(nodes)[0] ?? 'END' },
    nodes,
    goals: [],
    settings: { reentry: 'never', failureStop: { pct: 20, min: 10 }, maxSteps: 500 },
    ...overrides,
  };
}

/** What is wrong with a definition, as code and message. */
export const problemsIn = (definition: DraftDefinition, context: Partial<DefinitionContext> = {}): string[] =>
  validate(definition, buildContext(context)).problems.map(({ code, message }) => `${code}: ${message}`);
