import { z } from 'zod';

/** Any JSON value. Event data, variables and parameters hold ids, enums and numbers; never a person's words. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export const Json: z.ZodType<Json> = z.json();

export const NodeId = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[A-Za-z0-9_.~-]+$/, 'letters, digits and . _ ~ - only')
  .refine(
    (id) => id !== 'END' && id !== 'start' && id !== 'here',
    'END, start and here have a meaning of their own',
  );
export type NodeId = z.infer<typeof NodeId>;

/** Where a port leads: a node or the end. */
export const Target = z.union([z.literal('END'), NodeId]);
export type Target = z.infer<typeof Target>;

/**
 * A condition over facts, as a closed tree: no text that would have to be parsed. Three-valued (Kleene): a fact that is not
 * known makes a comparison unknown, and unknown is not true. Types are never coerced: text "61" is not the number 61.
 */
export type Cond =
  | { op: 'all' | 'any'; of: Cond[] }
  | { op: 'not'; of: Cond }
  | { op: 'known'; fact: string }
  | { op: 'eq' | 'lt' | 'gt' | 'in' | 'contains'; fact: string; value: Json };

const FactName = z.string().min(1).max(80);
export const Cond: z.ZodType<Cond> = z.lazy(() =>
  z.union([
    z.strictObject({ op: z.enum(['all', 'any']), of: z.array(Cond).min(1).max(20) }),
    z.strictObject({ op: z.literal('not'), of: Cond }),
    z.strictObject({ op: z.literal('known'), fact: FactName }),
    z.strictObject({ op: z.enum(['eq', 'lt', 'gt', 'in', 'contains']), fact: FactName, value: Json }),
  ]),
);

/** Since when events count: the enrolment, the last act, wait or goal, or a named step. */
export const Anchor = z.union([z.literal('start'), z.literal('here'), NodeId]);
export type Anchor = z.infer<typeof Anchor>;

/** An event that fits: its kind, optionally its `key` equal to a variable, optionally a condition over `event.<field>`. */
export const Match = z.strictObject({
  kind: z.string().min(1),
  key: z.strictObject({ var: z.string().min(1) }).optional(),
  where: Cond.optional(),
});
export type Match = z.infer<typeof Match>;

const Zone = z.enum(['person', 'firm']);
const WallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:MM');
/** An instant to be worked out in a zone, outside the interpreter. `span` keeps the wall clock over a change of the clocks. */
export const TimeSpec = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('span'),
    days: z.int().min(0).optional(),
    weeks: z.int().min(0).optional(),
    months: z.int().min(0).optional(),
    at: WallTime.optional(),
    zone: Zone,
  }),
  z.strictObject({ by: z.literal('date'), fact: FactName, days: z.int(), at: WallTime, zone: Zone }),
  z.strictObject({
    by: z.literal('window'),
    days: z.array(z.int().min(1).max(7)).min(1).describe('ISO week days, Monday is 1'),
    from: WallTime,
    to: WallTime,
    zone: Zone,
  }),
  z.strictObject({ by: z.literal('businessDays'), days: z.int().min(0), at: WallTime, zone: Zone }),
]);
export type TimeSpec = z.infer<typeof TimeSpec>;

/** What a step does in the world; `params` are checked against the catalogue when the automation is published. */
export const Effect = z.strictObject({ kind: z.string().min(1), params: z.record(z.string(), Json) });
export type Effect = z.infer<typeof Effect>;

/** `write`: our own rows, in the segment's transaction. `irreversible`: leaves the house, through the delivery ledger. */
export const ActClass = z.enum(['write', 'irreversible']);
export type ActClass = z.infer<typeof ActClass>;

const deadline = z.union([
  z.strictObject({ ms: z.int().min(0) }),
  z.strictObject({ spec: TimeSpec }),
  z.null(),
]);

/** The nine primitives that every step of the studio is lowered onto. */
export const PlanNode = z.discriminatedUnion('k', [
  z.strictObject({
    k: z.literal('act'),
    cls: ActClass,
    effect: Effect,
    next: Target,
    refused: Target.optional(),
    error: Target.optional(),
    save: z.string().min(1).optional().describe('variable that keeps the result'),
  }),
  z.strictObject({
    k: z.literal('if'),
    cond: Cond,
    facts: z.array(FactName),
    yes: Target,
    otherwise: Target,
  }),
  z.strictObject({
    k: z.literal('branch'),
    cases: z.array(z.strictObject({ id: z.string().min(1), cond: Cond, to: Target })).min(1),
    facts: z.array(FactName),
    otherwise: Target,
  }),
  z.strictObject({
    k: z.literal('split'),
    salt: z.string().min(1),
    variants: z.array(z.strictObject({ id: z.string().min(1), weight: z.int().min(0), to: Target })).min(2),
  }),
  z.strictObject({ k: z.literal('waitFor'), ms: z.int().min(0), from: Anchor, next: Target }),
  z.strictObject({ k: z.literal('waitUntil'), spec: TimeSpec, next: Target, missing: Target, past: Target }),
  z.strictObject({
    k: z.literal('waitEvent'),
    on: z.array(z.strictObject({ id: z.string().min(1), match: Match, to: Target })).min(1),
    since: Anchor,
    deadline,
    timeout: Target,
  }),
  z.strictObject({ k: z.literal('repeat'), max: z.int().min(1).max(50), body: Target, done: Target }),
  z.strictObject({ k: z.literal('exit'), outcome: z.string().min(1) }),
]);
export type PlanNode = z.infer<typeof PlanNode>;

/** A published automation as the interpreter reads it: immutable, stored under the hash of its canonical JSON. */
export const Plan = z.strictObject({
  v: z.literal(1),
  hash: z.string().min(1),
  automationId: z.string().min(1),
  start: Target,
  maxSteps: z.int().min(1).max(10_000),
  goals: z.array(z.strictObject({ id: z.string().min(1), match: Match, to: Target })),
  listens: z.array(z.string()).describe('event kinds that are handed to an enrolment for its whole life'),
  nodes: z.record(NodeId, PlanNode),
  labels: z
    .record(z.string(), z.string())
    .optional()
    .describe(
      'the words of the firm, for those who operate the server; plans of the first release have none',
    ),
});
export type Plan = z.infer<typeof Plan>;
