import { In } from 'typeorm';
import type { Definition } from '@rap/contracts/automation/definition';
import type { TraceStep } from '@rap/contracts/automation/run';
import { CommunicationEntity } from '../communication/communication.entity.ts';
import { DeliveryEntity } from '../delivery/delivery.entity.ts';
import { DocumentRequestEntity } from '../document-request/document-request.ts';
import { MeetingEntity } from '../meeting/meeting.entity.ts';
import { NoteEntity } from '../note/note.entity.ts';
import { OutboundMessageEntity } from '../outbound-message/outbound-message.entity.ts';
import { versionsById, type VersionTold } from '../records/record-history.ts';
import { TaskEntity } from '../task/task.entity.ts';
import type { FirmContext } from '../tenancy/context.ts';
import type { TimelineEntry } from './read-timeline.ts';
import type { ArmName } from './timeline-arms.ts';

/** A run, as far as its steps and messages are told by it. */
export interface RunOfEntry {
  readonly enrolmentId: string;
  readonly automationId: string;
  readonly automationName: string;
  readonly definition: Definition;
}

/** Everything that the items of one page are told from, by id. Sealed text is still sealed. */
export interface EntryRows {
  readonly messages: ReadonlyMap<string, CommunicationEntity>;
  /** how our messages left, by the message; and of those that did not leave, by effect key */
  readonly deliveries: ReadonlyMap<string, DeliveryEntity>;
  readonly orders: ReadonlyMap<string, OutboundMessageEntity>;
  /** orders by the message that they became */
  readonly orderAuthors: ReadonlyMap<string, string>;
  readonly notes: ReadonlyMap<string, NoteEntity>;
  readonly tasks: ReadonlyMap<string, TaskEntity>;
  readonly meetings: ReadonlyMap<string, MeetingEntity>;
  readonly documents: ReadonlyMap<string, DocumentRequestEntity>;
  readonly versions: ReadonlyMap<string, VersionTold>;
  /** receipts by enrolment and number, without facts */
  readonly steps: ReadonlyMap<string, TraceStep>;
  readonly runs: ReadonlyMap<string, RunOfEntry>;
  /** who made a record, and who completed a task, by its id */
  readonly makers: ReadonlyMap<string, string>;
  readonly completers: ReadonlyMap<string, string>;
}

export const stepKey = (enrolmentId: string, n: number): string => `${enrolmentId}:${n}`;
/** The run that an actor or an effect key names. */
export const runNamedIn = (text: string | null | undefined): string | undefined =>
  /run:[0-9a-f-]{36}:([0-9a-f-]{36})/.exec(text ?? '')?.[1];

const byId = <T extends { id: string }>(rows: readonly T[]): Map<string, T> =>
  new Map(rows.map((row) => [row.id, row]));

/** Reads what the items of one page say: one query a kind, whatever the number of items. */
export async function loadEntries(ctx: FirmContext, entries: readonly TimelineEntry[]): Promise<EntryRows> {
  const ids = (...arms: ArmName[]): string[] => [
    ...new Set(entries.filter(({ arm }) => arms.includes(arm)).map(({ id }) => id)),
  ];
  const find = async <T extends { id: string; firmId: string }>(
    entity: new () => T,
    wanted: readonly string[],
  ): Promise<T[]> =>
    wanted.length === 0
      ? []
      : ctx.em
          .getRepository(entity)
          .createQueryBuilder('r')
          .where('r.firmId = :firmId and r.id in (:...wanted)', { firmId: ctx.firmId, wanted })
          .getMany();
  const messages = await find(CommunicationEntity, ids('message', 'call'));
  const tasks = await find(TaskEntity, ids('task', 'taskDone'));
  const notes = await find(NoteEntity, ids('note'));
  const meetings = await find(MeetingEntity, ids('meeting'));
  const documents = await find(DocumentRequestEntity, ids('document'));
  const sent = messages.filter(({ direction }) => direction === 'out').map(({ id }) => id);
  const steps = await stepsOf(ctx, entries);
  const stepKeys = [...steps].flatMap(([key, step]) =>
    step.key ? [`run:${ctx.firmId}:${key.split(':')[0]}:${step.key}`] : [],
  );
  const deliveries = await deliveriesOf(ctx, sent, stepKeys);
  const versions = await versionsById(ctx, ids('change', 'documentChange'));
  const made = [...notes, ...tasks, ...meetings, ...documents, ...messages].map(({ id }) => id);
  const makers = await makersOf(ctx, made);
  const completers = await completersOf(ctx, ids('taskDone'));
  const actors = [...versions.map(({ actor }) => actor), ...makers.values(), ...completers.values()];
  const runIds = [
    ...actors.map(runNamedIn),
    ...ids('step'),
    ...[...deliveries.values()].map(({ effectKey }) => runNamedIn(effectKey)),
    ...tasks.map(({ madeBy }) => runNamedIn(madeBy)),
    ...[...notes, ...documents].map(({ effectKey }) => runNamedIn(effectKey)),
  ].filter((id) => id !== undefined);
  return {
    messages: byId(messages),
    deliveries,
    orders: byId(await find(OutboundMessageEntity, ids('order'))),
    orderAuthors: await orderAuthorsOf(ctx, sent),
    notes: byId(notes),
    tasks: byId(tasks),
    meetings: byId(meetings),
    documents: byId(documents),
    versions: byId(versions),
    steps,
    runs: await runsOf(ctx, [...new Set(runIds)]),
    makers,
    completers,
  };
}

async function stepsOf(ctx: FirmContext, entries: readonly TimelineEntry[]): Promise<Map<string, TraceStep>> {
  const wanted = entries.filter(({ arm }) => arm === 'step');
  if (wanted.length === 0) return new Map();
  const rows: { enrolment_id: string; n: number; step: TraceStep & { facts?: unknown } }[] =
    await ctx.em.query(
      `select s.enrolment_id, s.n, s.step from unnest($2::uuid[], $3::int[]) w (id, n)
         join app.step_event s on s.firm_id = $1 and s.enrolment_id = w.id and s.n = w.n`,
      [ctx.firmId, wanted.map(({ id }) => id), wanted.map(({ n }) => n)],
    );
  return new Map(
    rows.map(({ enrolment_id, n, step: { facts: _sources, ...step } }) => [stepKey(enrolment_id, n), step]),
  );
}

async function deliveriesOf(
  ctx: FirmContext,
  messageIds: readonly string[],
  effectKeys: readonly string[],
): Promise<Map<string, DeliveryEntity>> {
  const repository = ctx.em.getRepository(DeliveryEntity);
  const { firmId } = ctx;
  const left =
    messageIds.length > 0 ? await repository.findBy({ firmId, communicationId: In([...messageIds]) }) : [];
  const ofSteps =
    effectKeys.length > 0 ? await repository.findBy({ firmId, effectKey: In([...effectKeys]) }) : [];
  return new Map([
    ...left.map((row) => [row.communicationId ?? row.id, row] as const),
    ...ofSteps.map((row) => [row.effectKey, row] as const),
  ]);
}

async function orderAuthorsOf(ctx: FirmContext, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows: { id: string; author: string }[] = await ctx.em.query(
    `select communication_id as id, author from app.message_order where firm_id = $1 and communication_id = any ($2)`,
    [ctx.firmId, ids],
  );
  return new Map(rows.map(({ id, author }) => [id, author]));
}

async function runsOf(ctx: FirmContext, ids: readonly string[]): Promise<Map<string, RunOfEntry>> {
  if (ids.length === 0) return new Map();
  const rows: RunOfEntry[] = await ctx.em.query(
    `select e.id as "enrolmentId", e.automation_id as "automationId", a.name as "automationName", p.definition
       from app.enrolment e
       join app.automation a on a.firm_id = e.firm_id and a.id = e.automation_id
       join app.plan p on p.firm_id = e.firm_id and p.hash = e.plan_hash
      where e.firm_id = $1 and e.id = any ($2)`,
    [ctx.firmId, ids],
  );
  return new Map(rows.map((row) => [row.enrolmentId, row]));
}

const MADE = ['app.note', 'app.task', 'app.meeting', 'app.document_request', 'app.communication'];

async function makersOf(ctx: FirmContext, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows: { id: string; actor: string }[] = await ctx.em.query(
    `select record_id as id, actor from audit.record_version
      where firm_id = $1 and table_name = any ($2) and record_id = any ($3) and version = 1`,
    [ctx.firmId, MADE, ids],
  );
  return new Map(rows.map(({ id, actor }) => [id, actor]));
}

/** Who wrote the version in which a task was first done. */
async function completersOf(ctx: FirmContext, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows: { id: string; actor: string }[] = await ctx.em.query(
    `select t.id, v.actor from app.task t cross join lateral (
        select actor from audit.record_version v
         where v.firm_id = t.firm_id and v.table_name = 'app.task' and v.record_id = t.id
           and v.happened_at >= date_trunc('milliseconds', t.completed_at)
         order by v.happened_at, v.id limit 1) v
      where t.firm_id = $1 and t.id = any ($2)`,
    [ctx.firmId, ids],
  );
  return new Map(rows.map(({ id, actor }) => [id, actor]));
}
