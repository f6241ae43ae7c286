import { z } from 'zod';

const Consumer = z.string().min(1).max(100);
const At = z.iso.datetime();

/** How far one consumer of the firm's events is. */
export const ConsumerState = z.object({
  name: Consumer,
  paused: z.boolean(),
  waitingSubjects: z.int().describe('people with events that have not been handed over'),
  waitingEvents: z.int(),
  stuck: z.int().describe('of them, those whose next event has failed five times or more'),
  deadLetters: z.int().describe('events that were set aside and nobody has looked at'),
});
export type ConsumerState = z.infer<typeof ConsumerState>;
export const ConsumerStates = z.object({ consumers: z.array(ConsumerState) }).meta({ id: 'ConsumerStates' });

/** A person whose next event fails again and again with one consumer. */
export const StuckLane = z.object({
  consumer: Consumer,
  subjectId: z.uuid().describe('the person, or the endpoint of a webhook sent by hand'),
  seq: z.int().describe('of the event that fails'),
  kind: z.string(),
  waitingEvents: z.int(),
  attempts: z.int(),
  lastError: z.string().nullable(),
  nextTryAt: At,
});
export type StuckLane = z.infer<typeof StuckLane>;
export const StuckLanes = z.object({ items: z.array(StuckLane) }).meta({ id: 'StuckLanes' });

export const SkippedWhy = z.enum(['done_by_hand', 'not_wanted', 'cannot_be_mended']);
export type SkippedWhy = z.infer<typeof SkippedWhy>;

/** An event that was set aside, so that what came after it could go on. */
export const DeadLetter = z.object({
  consumer: Consumer,
  subjectId: z.uuid(),
  seq: z.int(),
  kind: z.string(),
  error: z.string(),
  deadAt: At,
});
export type DeadLetter = z.infer<typeof DeadLetter>;
export const DeadLetters = z.object({ items: z.array(DeadLetter) }).meta({ id: 'DeadLetters' });

export const LaneOf = z.strictObject({ consumer: Consumer, subjectId: z.uuid() }).meta({ id: 'LaneOf' });
export type LaneOf = z.infer<typeof LaneOf>;
export const EventOf = LaneOf.extend({ seq: z.int().positive() }).meta({ id: 'EventOf' });
export type EventOf = z.infer<typeof EventOf>;
export const EventSkipped = EventOf.extend({ why: SkippedWhy }).meta({ id: 'EventSkipped' });
export type EventSkipped = z.infer<typeof EventSkipped>;

export const NewReplay = z
  .strictObject({
    consumer: Consumer,
    from: z.iso.datetime({ offset: true }).describe('events written since then are handed over again'),
    subjectId: z.uuid().optional().describe('of this person only'),
  })
  .meta({ id: 'NewReplay' });
export type NewReplay = z.infer<typeof NewReplay>;
export const Replayed = z
  .object({ subjects: z.int().describe('people whose events are handed over again') })
  .meta({ id: 'Replayed' });
export type Replayed = z.infer<typeof Replayed>;
