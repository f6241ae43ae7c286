import fc from 'fast-check';
import type { Anchor, Cond, Plan, PlanNode, Target } from '@rap/contracts/automation/plan';
import type { PersonEvent } from '@rap/contracts/automation/run';
import { splitHash } from '../split-hash.ts';
import type { Happening } from '../simulate.ts';

export const START_MS = Date.UTC(2027, 0, 4, 15);
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const EVENT_KINDS = ['email.received', 'sms.received', 'meeting.booked', 'task.completed'];
export const FACT_NAMES = ['age', 'stage', 'optIn'];

/** A random structured automation before it has ids: kind, two numbers that choose the details, and the parts inside. */
interface Sketch {
  kind: 'act' | 'write' | 'waitFor' | 'waitUntil' | 'if' | 'branch' | 'split' | 'waitEvent' | 'repeat';
  a: number;
  b: number;
  parts: Sketch[];
}

const sketches = fc.letrec<{ one: Sketch; many: Sketch[] }>((tie) => ({
  one: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.record({
      kind: fc.constantFrom('act' as const, 'write' as const, 'waitFor' as const, 'waitUntil' as const),
      a: fc.nat(999),
      b: fc.nat(999),
      parts: fc.constant<Sketch[]>([]),
    }),
    fc.record({
      kind: fc.constantFrom(
        'if' as const,
        'branch' as const,
        'split' as const,
        'waitEvent' as const,
        'repeat' as const,
      ),
      a: fc.nat(999),
      b: fc.nat(999),
      parts: fc.array(tie('one'), { minLength: 2, maxLength: 3 }),
    }),
  ),
  many: fc.array(tie('one'), { minLength: 1, maxLength: 5 }),
})).many;

const factOf = (n: number): string => FACT_NAMES[n % FACT_NAMES.length] ?? 'age';
const kindOf = (n: number): string => EVENT_KINDS[n % EVENT_KINDS.length] ?? 'email.received';

function condition(a: number): Cond {
  const fact = factOf(a);
  const leaves: Cond[] = [
    { op: 'gt', fact, value: a % 90 },
    { op: 'eq', fact, value: 'lead' },
    { op: 'known', fact },
    { op: 'eq', fact, value: true },
  ];
  const leaf = leaves[a % leaves.length] ?? { op: 'known', fact };
  if (a % 5 === 0) return { op: 'not', of: leaf };
  return a % 7 === 0 ? { op: 'all', of: [leaf, { op: 'known', fact: 'age' }] } : leaf;
}

class Compiler {
  readonly nodes: Record<string, PlanNode> = {};
  private readonly acts: string[] = [];
  private count = 0;

  chain(parts: readonly Sketch[], to: Target): Target {
    return parts.reduceRight<Target>((next, part) => this.one(part, next), to);
  }

  private one(sketch: Sketch, next: Target): Target {
    const id = `n${this.count++}`;
    const node = this.node(id, sketch, next);
    this.nodes[id] = node;
    return id;
  }

  private anchor(b: number): Anchor {
    const act = this.acts[b % Math.max(1, this.acts.length)];
    if (act && b % 3) return act;
    return b % 2 ? 'here' : 'start';
  }

  private node(id: string, { kind, a, b, parts }: Sketch, next: Target): PlanNode {
    const anchor = this.anchor(b);
    const [first, ...others] = parts;
    const head = first ? this.chain.bind(this, [first]) : () => next;
    const byDate = { by: 'date' as const, days: b % 20, at: '09:00', zone: 'person' as const };
    switch (kind) {
      case 'act':
        this.acts.push(id);
        return {
          k: 'act',
          cls: 'irreversible',
          effect: { kind: 'email', params: { t: a } },
          next,
          ...(b % 4 === 0 ? { error: 'END' } : {}),
        };
      case 'write':
        return {
          k: 'act',
          cls: 'write',
          effect: { kind: 'task', params: { t: a } },
          next,
          save: `v${a % 3}`,
        };
      case 'waitFor':
        return { k: 'waitFor', ms: (a % 6) * (b % 30) * (HOUR_MS / 2), from: anchor, next };
      case 'waitUntil':
        return {
          k: 'waitUntil',
          spec: { ...byDate, fact: factOf(a) },
          next,
          missing: next,
          past: a % 2 ? 'END' : next,
        };
      case 'if':
        return {
          k: 'if',
          cond: condition(a),
          facts: FACT_NAMES,
          yes: head(next),
          otherwise: this.chain(others, next),
        };
      case 'branch':
        return {
          k: 'branch',
          facts: FACT_NAMES,
          cases: parts.map((part, i) => ({
            id: `c${i}`,
            cond: condition(a + i * 3),
            to: this.chain([part], next),
          })),
          otherwise: next,
        };
      case 'split':
        return {
          k: 'split',
          salt: id,
          variants: parts.map((part, i) => ({
            id: `v${i}`,
            weight: 1 + ((a + i) % 9),
            to: this.chain([part], next),
          })),
        };
      case 'waitEvent':
        return {
          k: 'waitEvent',
          on: others.map((part, i) => ({
            id: `e${i}`,
            match: { kind: kindOf(a + i) },
            to: this.chain([part], next),
          })),
          since: anchor,
          deadline:
            a % 5 === 0 ? { spec: { ...byDate, fact: factOf(b) } } : { ms: (1 + (b % 200)) * HOUR_MS },
          timeout: head(next),
        };
      case 'repeat':
        return { k: 'repeat', max: 1 + (a % 3), body: this.chain(parts, id), done: next };
    }
  }
}

/** Random structured plans: every port leads somewhere, loops only through `repeat`. */
export const plans = fc.tuple(sketches, fc.boolean()).map(([parts, withGoal]): Plan => {
  const compiler = new Compiler();
  const start = compiler.chain(parts, 'END');
  return {
    v: 1,
    hash: `p${splitHash(JSON.stringify(compiler.nodes)).toString(16)}`,
    automationId: 'a',
    start,
    maxSteps: 400,
    goals: withGoal ? [{ id: 'g', match: { kind: 'meeting.booked' }, to: 'END' }] : [],
    listens: EVENT_KINDS,
    nodes: compiler.nodes,
  };
});

/** Up to eight events of one person within twenty days, numbered in order. */
export const lives = fc
  .array(
    fc.record({ kind: fc.constantFrom(...EVENT_KINDS), minute: fc.integer({ min: 1, max: 24 * 60 * 20 }) }),
    {
      maxLength: 8,
    },
  )
  .map((events): PersonEvent[] =>
    events
      .sort((a, b) => a.minute - b.minute)
      .map(({ kind, minute }, i) => ({
        seq: i + 1,
        kind,
        atMs: START_MS + minute * 60_000 + i * 20_000,
        data: { key: `k${minute % 3}` },
      })),
  );

export const happenings = (events: readonly PersonEvent[]): Happening[] => events.map((event) => ({ event }));
