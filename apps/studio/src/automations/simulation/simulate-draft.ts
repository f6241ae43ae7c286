import type { DraftDefinition } from '@rap/contracts/automation/definition';
import type { EventKind } from '@rap/contracts/automation/events';
import type { SimulationContext } from '@rap/contracts/automation/simulation-context';
import { compile } from '@rap/domain/automation/definition/compile';
import type { DefinitionContext, LiveTemplate } from '@rap/domain/automation/definition/context';
import { drawnStep } from '@rap/domain/automation/definition/lowered-id';
import { labelOf, receiptWords } from '@rap/domain/automation/definition/run-words';
import { validate } from '@rap/domain/automation/definition/validate';
import { unsentWords } from '@rap/domain/automation/definition/why-unsent';
import { simulate } from '@rap/domain/automation/engine/simulate';
import { SimulatedPerson } from '@rap/domain/automation/engine/simulated-person';
import { shownPath, type ShownPath } from '../surroundings.ts';

const DAY_MS = 86_400_000;
export const YEAR_MS = 365 * DAY_MS;

/** Something that the reader lets happen: the person answers, a meeting is booked. */
export interface Supposed {
  readonly kind: EventKind;
  readonly afterDays: number;
}

/** One thing that the person would go through. */
export interface SimulatedStep {
  readonly n: number;
  /** the drawn step; `END` is the end */
  readonly step: string;
  readonly label: string;
  readonly atMs: number;
  /** what became of it, in words */
  readonly words: string;
  /** why a message did not go, or not yet */
  readonly why?: string | undefined;
}

export interface SimulatedPath {
  readonly steps: readonly SimulatedStep[];
  readonly startMs: number;
  readonly ended: boolean;
}

export interface SimulationQuestion {
  readonly definition: DraftDefinition;
  readonly context: SimulationContext;
  readonly supposed: readonly Supposed[];
  readonly templates: ReadonlyMap<string, LiveTemplate>;
  readonly names: DefinitionContext['names'];
  readonly automationId: string;
}

/**
 * A year of one person's path through a draft, by the interpreter and the gate that would run it; undefined while the draft
 * has errors, for such a one cannot run. Nothing is sent and nobody is asked.
 */
export function simulateDraft(question: SimulationQuestion): SimulatedPath | undefined {
  const { definition, context, supposed, templates, names, automationId } = question;
  const { definition: sound } = validate(definition, {
    templates,
    // what is deleted is not live either: the checklist tells the one from the other
    deletedTemplates: new Set(),
    names,
    automationId,
    // what may go live is said by the checklist; a trial of seconds can be looked at all the same
    allowTestDurations: true,
    starts: new Map(),
  });
  if (!sound) return undefined;
  const plan = { ...compile(sound, { automationId, templates }), hash: 'draft' };
  const startMs = context.asOfMs;
  const person = new SimulatedPerson(context);
  const { steps, open } = simulate(plan, {
    run: 'simulated',
    person: context.personId,
    startMs,
    horizonMs: startMs + YEAR_MS,
    world: person,
    script: supposed.map(({ kind, afterDays }, index) => ({
      event: { seq: index + 1, kind, atMs: startMs + afterDays * DAY_MS, data: {} },
    })),
  });
  return {
    startMs,
    ended: open === undefined,
    steps: steps.map((step) => ({
      n: step.n,
      step: drawnStep(step.node),
      label: labelOf(plan, step.node),
      atMs: step.atMs,
      words: receiptWords(plan, step).replace(`${labelOf(plan, step.node)}: `, ''),
      why: step.note === undefined ? undefined : unsentWords(step, person.said(step)),
    })),
  };
}

/** What of a path has happened at an instant; all of it when none is given. */
export function shownAt({ steps }: SimulatedPath, atMs = Infinity): ShownPath {
  const come = steps.filter((step) => step.atMs <= atMs);
  // they stand at the step whose receipt is written next: it is written when the step is left
  const next = steps.find((step) => step.atMs > atMs)?.step;
  return shownPath(come, next === undefined || next === 'END' ? undefined : { step: next, sinceMs: atMs });
}
