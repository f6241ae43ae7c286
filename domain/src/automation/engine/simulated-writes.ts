import type { StepEffect } from '@rap/contracts/automation/effects';
import type { FactName } from '@rap/contracts/automation/facts';
import type { SimulationContext } from '@rap/contracts/automation/simulation-context';
import { assertNever } from '../../assert-never.ts';
import { afterDuration } from '../../time/after-duration.ts';
import { wallClock } from '../../time/zoned.ts';
import type { ActFailure } from './act-failures.ts';

type Value = Extract<SimulationContext['facts'][string], { value: unknown }>['value'];

/** What a step would have written, as the facts show it that later steps read. */
export class SimulatedWrites {
  private readonly context: SimulationContext;
  private readonly written = new Map<FactName, { value: Value | null; atMs: number }>();
  private readonly dueAtMs: number[] = [];

  constructor(context: SimulationContext) {
    this.context = context;
  }

  /** The context as it stands after the writes so far. */
  at(nowMs: number): SimulationContext {
    const overdue = this.dueAtMs.filter((atMs) => atMs < nowMs).length;
    const facts = { ...this.context.facts };
    for (const [name, { value, atMs }] of this.written)
      facts[name] =
        value === null ? { unknown: 'not recorded' } : { value, source: 'simulated', asOfMs: atMs };
    if (overdue > 0) {
      const value = this.count('tasks.overdue') + overdue;
      facts['tasks.overdue'] = { value, source: 'simulated', asOfMs: nowMs };
    }
    return { ...this.context, facts };
  }

  /** Writes what the step writes; answers why it could not. */
  write(effect: StepEffect, nowMs: number): ActFailure | undefined {
    const set = (name: FactName, value: Value | null): undefined => {
      this.written.set(name, { value, atMs: nowMs });
    };
    const { zone } = this.context;
    switch (effect.kind) {
      case 'tag': {
        const { action, tagId } = effect.params;
        const others = this.tags().filter((id) => id !== tagId);
        return set('person.tags', action === 'add' ? [...others, tagId].sort(byText) : others);
      }
      case 'stage':
        if (this.value('lead.stage') === undefined) return 'no_lead';
        return set('lead.stage', effect.params.to);
      case 'owner':
        return set('person.ownerId', effect.params.userId);
      case 'field': {
        const { params } = effect;
        return params.field === 'reviewDueOn'
          ? set('person.reviewDueOn', wallClock(afterDuration(params.in, nowMs, zone), zone).date)
          : set(`person.${params.field}`, params.value);
      }
      case 'task': {
        const { dueIn } = effect.params;
        if (dueIn) this.dueAtMs.push(afterDuration(dueIn, nowMs, zone));
        return set('tasks.open', this.count('tasks.open') + 1);
      }
      case 'document.request':
        return set('documents.outstanding', this.count('documents.outstanding') + 1);
      case 'notify':
        return effect.params.who === 'owner' && this.value('person.ownerId') === undefined
          ? 'no_owner'
          : undefined;
      case 'note':
      case 'approval':
      case 'automation.start':
      case 'automation.call':
      case 'webhook.out':
      case 'email':
      case 'sms':
        // no fact tells of it
        return undefined;
      default:
        return assertNever(effect);
    }
  }

  private value(name: FactName): Value | undefined {
    const written = this.written.get(name);
    if (written) return written.value ?? undefined;
    const read = this.context.facts[name];
    return read && 'value' in read ? read.value : undefined;
  }

  private tags(): string[] {
    const tags = this.value('person.tags');
    return Array.isArray(tags) ? tags : [];
  }

  private count(name: FactName): number {
    const count = this.value(name);
    return typeof count === 'number' ? count : 0;
  }
}

/** as the database orders ids */
const byText = (a: string, b: string): number => Number(a > b) - Number(a < b);
