import type { Step, StepTarget } from '@rap/contracts/automation/definition';
import { StepEffect } from '@rap/contracts/automation/effects';
import type { Anchor, NodeId, Plan, PlanNode, Target } from '@rap/contracts/automation/plan';
import type { Deadline, NotAfter } from '@rap/contracts/automation/step-params';
import { assertNever } from '../../assert-never.ts';
import { factsOf } from './facts.ts';
import { deadlineOf, waitFor } from './lower-time.ts';
import { loweredId, loweredTarget } from './lowered-id.ts';

/** How long a message may still leave when its step does not say: an outage over a long weekend, and no longer. */
const DEFAULT_NOT_AFTER: NotAfter = { hours: 72 };

type Lowered = Readonly<Record<NodeId, PlanNode>>;
type TemplateRef = Extract<StepEffect, { kind: 'sms' }>['params']['template'];

/** What lowering needs beside the step. */
export interface LowerContext {
  readonly automationId: string;
  /** the version of a template that is live now */
  readonly template: (key: string) => TemplateRef;
  /** the step an anchor names, as the interpreter knows it */
  readonly anchor: (since: string) => Anchor;
}

/** One drawn step as the primitives that the interpreter knows. */
export function lowerStep(id: string, step: Step, context: LowerContext): Lowered {
  const first = loweredId(id);
  const to = (port: string): Target => portOf(step, port);
  const one = (node: PlanNode): Lowered => ({ [first]: node });
  switch (step.kind) {
    case 'wait.for':
      return one(waitFor(step.params.for, step.params.at, step.params.zone, to('next')));
    case 'wait.date':
      return one({
        k: 'waitUntil',
        spec: { by: 'date', ...step.params },
        next: to('next'),
        missing: to('missing'),
        past: to('past'),
      });
    case 'wait.hours':
      return one({
        k: 'waitUntil',
        spec: { by: 'window', ...step.params },
        next: to('next'),
        missing: to('next'),
        past: to('next'),
      });
    case 'wait.event':
      return one({
        k: 'waitEvent',
        on: step.params.events.map(({ id: choice, match }) => ({
          id: choice,
          match,
          to: to(`event:${choice}`),
        })),
        since: context.anchor(step.params.since),
        deadline: deadlineOf(step.params.within),
        timeout: to('timeout'),
      });
    case 'if': {
      const { cond } = step.params;
      return one({ k: 'if', cond, facts: factsOf(cond), yes: to('yes'), otherwise: to('otherwise') });
    }
    case 'branch':
      return one({
        k: 'branch',
        cases: step.params.cases.map(({ id: choice, cond }) => ({
          id: choice,
          cond,
          to: to(`case:${choice}`),
        })),
        facts: [...new Set(step.params.cases.flatMap(({ cond }) => factsOf(cond)))],
        otherwise: to('otherwise'),
      });
    case 'split':
      // the drawn step is the experiment: publishing again, or moving it, leaves everybody in their arm
      return one({
        k: 'split',
        salt: `${context.automationId}/${id}`,
        variants: step.params.variants.map(({ id: choice, weight }) => ({
          id: choice,
          weight,
          to: to(`variant:${choice}`),
        })),
      });
    case 'repeat':
      return one({ k: 'repeat', max: step.params.max, body: to('body'), done: to('done') });
    case 'exit':
      return one({ k: 'exit', outcome: step.params.outcome });
    case 'email': {
      const { template, purpose, from, notAfter = DEFAULT_NOT_AFTER, saveAs } = step.params;
      return one(
        act(
          step,
          { kind: 'email', params: { template: context.template(template), purpose, from, notAfter } },
          saveAs,
        ),
      );
    }
    case 'sms': {
      const { template, purpose, notAfter = DEFAULT_NOT_AFTER, saveAs } = step.params;
      return one(
        act(
          step,
          { kind: 'sms', params: { template: context.template(template), purpose, notAfter } },
          saveAs,
        ),
      );
    }
    case 'task': {
      const { saveAs, ...params } = step.params;
      return one(act(step, { kind: 'task', params }, saveAs));
    }
    case 'document.request': {
      const { saveAs, ...params } = step.params;
      return one(act(step, { kind: 'document.request', params }, saveAs));
    }
    case 'webhook.out':
    case 'field':
    case 'tag':
    case 'stage':
    case 'notify':
    case 'note':
    case 'owner':
    case 'automation.start':
      return one(act(step, StepEffect.parse({ kind: step.kind, params: step.params })));
    case 'automation.call': {
      const { automationId, within } = step.params;
      const ended = { id: 'ended', match: callEnded(first), to: to('event:ended') };
      const begin: StepEffect = { kind: 'automation.call', params: { automationId } };
      return askAndWait(id, begin, [ended], within, step.ports.timeout ?? step.ports['event:ended']);
    }
    case 'approval': {
      const { question, assignee, within } = step.params;
      const decided = (decision: 'approved' | 'rejected') => ({
        id: decision,
        match: {
          kind: 'approval.decided',
          key: { var: first },
          where: { op: 'eq' as const, fact: 'event.decision', value: decision },
        },
        to: to(decision),
      });
      const ask: StepEffect = { kind: 'approval', params: { question, assignee } };
      const both = [decided('approved'), decided('rejected')];
      return askAndWait(id, ask, both, within, step.ports.timeout ?? step.ports.rejected);
    }
    default:
      return assertNever(step);
  }
}

const callEnded = (variable: string) => ({ kind: 'enrolment.ended', key: { var: variable } });

/** An act whose answer comes later: it is remembered under the act's own id, and awaited since then. */
function askAndWait(
  id: string,
  effect: StepEffect,
  on: Extract<PlanNode, { k: 'waitEvent' }>['on'],
  within: Deadline,
  unanswered: StepTarget,
): Lowered {
  const ask = loweredId(id);
  const wait = loweredId(id, 2);
  const timeout = loweredTarget(unanswered);
  return {
    [ask]: { k: 'act', cls: 'write', effect, next: wait, refused: timeout, save: ask },
    [wait]: { k: 'waitEvent', on, since: ask, deadline: deadlineOf(within), timeout },
  };
}

function act(step: Step, effect: StepEffect, save?: string): PlanNode {
  const { ports } = step;
  return {
    k: 'act',
    cls:
      effect.kind === 'email' || effect.kind === 'sms' || effect.kind === 'webhook.out'
        ? 'irreversible'
        : 'write',
    effect,
    next: portOf(step, 'next'),
    ...('refused' in ports ? { refused: portOf(step, 'refused') } : {}),
    ...('error' in ports && ports.error !== undefined ? { error: portOf(step, 'error') } : {}),
    ...(save === undefined ? {} : { save }),
  };
}

/** Where a port leads. Only a wait "for ever" has none for its end, and that end never comes. */
function portOf(step: Step, port: string): Target {
  const to = new Map<string, StepTarget | undefined>(Object.entries(step.ports)).get(port);
  return loweredTarget(to ?? 'END');
}

/** The kinds of event that a plan's waits and goals look at. */
export function listensTo(plan: Pick<Plan, 'goals' | 'nodes'>): string[] {
  const waits = Object.values(plan.nodes).flatMap((node) =>
    node.k === 'waitEvent' ? node.on.map(({ match }) => match.kind) : [],
  );
  return [...new Set([...plan.goals.map(({ match }) => match.kind), ...waits])].sort();
}
