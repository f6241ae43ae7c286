import type { TimelineActor, TimelineItem } from '@rap/contracts/timeline';
import type { CommunicationEntity } from '@rap/database/communication/communication.entity';
import { openCommunication } from '@rap/database/communication/store-communication';
import type { DeliveryEntity } from '@rap/database/delivery/delivery.entity';
import { openNote } from '@rap/database/note/note-commands';
import { openOrder } from '@rap/database/outbound-message/outbound-message-commands';
import type { FirmContext } from '@rap/database/tenancy/context';
import { runNamedIn, stepKey, type EntryRows } from '@rap/database/timeline/load-entries';
import type { TimelineEntry } from '@rap/database/timeline/read-timeline';
import type { TimelineNames } from '@rap/database/timeline/timeline-names';
import { assertNever } from '@rap/domain/assert-never';
import { recordOf } from '@rap/domain/automation/definition/why';
import { codeClause } from '@rap/domain/automation/definition/why-unsent';
import { textOf } from '@rap/domain/templates/render';
import { changeWords } from '@rap/domain/timeline/change-words';

/** What every item of a page is told with. */
export interface Telling {
  readonly rows: EntryRows;
  readonly names: TimelineNames;
  /** how the person is called in a sentence */
  readonly person: string;
}

type Said = Pick<TimelineItem, 'kind' | 'title'> &
  Partial<Omit<TimelineItem, 'id' | 'at' | 'kind' | 'title'>>;

/** One item in words; undefined where the record says nothing that a reader would learn from. */
export async function presentEntry(
  ctx: FirmContext,
  telling: Telling,
  entry: TimelineEntry,
): Promise<TimelineItem | undefined> {
  const said = await say(ctx, telling, entry);
  return (
    said && {
      id: `${entry.arm}:${entry.id}:${entry.n}`,
      at: entry.at.toISOString(),
      lines: [],
      quote: null,
      problem: null,
      by: null,
      channel: null,
      direction: null,
      subject: null,
      communicationId: null,
      run: null,
      ...said,
    }
  );
}

async function say(
  ctx: FirmContext,
  telling: Telling,
  { arm, id, n }: TimelineEntry,
): Promise<Said | undefined> {
  const { rows } = telling;
  switch (arm) {
    case 'message':
    case 'call': {
      const row = rows.messages.get(id);
      return row && sayMessage(ctx, telling, row);
    }
    case 'order':
      return sayOrder(ctx, telling, id);
    case 'note': {
      const note = rows.notes.get(id);
      if (!note) return undefined;
      const more = { quote: await openNote(ctx, note), ...made(telling, id, note.effectKey) };
      return { kind: 'note', title: '*Note*', ...more };
    }
    case 'task': {
      const task = rows.tasks.get(id);
      return task && { kind: 'task', title: `Task: *${task.title}*`, ...made(telling, id, task.madeBy) };
    }
    case 'taskDone': {
      const task = rows.tasks.get(id);
      const title = `Task ${task?.status === 'cancelled' ? 'no longer needed' : 'done'}: *${task?.title ?? ''}*`;
      return task && { kind: 'task', title, by: actorOf(telling, rows.completers.get(id)) };
    }
    case 'meeting': {
      const meeting = rows.meetings.get(id);
      if (!meeting) return undefined;
      const title = `${MEETINGS[meeting.status]}: *${meeting.title}*`;
      return {
        kind: 'meeting',
        title,
        lines: meeting.place ? [meeting.place] : [],
        by: actorOf(telling, meeting.hostId ? `user:${meeting.hostId}` : rows.makers.get(id)),
      };
    }
    case 'document': {
      const request = rows.documents.get(id);
      const title = `Document asked for: *${request?.title ?? ''}*`;
      return request && { kind: 'document', title, ...made(telling, id, request.effectKey) };
    }
    case 'documentChange':
    case 'change':
      return sayChange(telling, id, arm === 'change' ? 'change' : 'document');
    case 'step':
      return sayStep(ctx, telling, id, n);
    default:
      return assertNever(arm);
  }
}

const MEETINGS = {
  booked: 'Meeting',
  cancelled: 'Meeting called off',
  no_show: 'Did not come to the meeting',
  ended: 'Meeting held',
} as const;

const VERBS = {
  email: ['wrote', 'wrote to'],
  sms: ['texted', 'texted'],
  phone: ['called', 'called'],
  letter: ['wrote a letter', 'wrote a letter to'],
  portal: ['wrote in the portal', 'wrote in the portal to'],
} as const;

async function sayMessage(ctx: FirmContext, telling: Telling, row: CommunicationEntity): Promise<Said> {
  const { rows, person } = telling;
  const { subject, body } = await openCommunication(ctx, row);
  const delivery = rows.deliveries.get(row.id);
  const about = subject ? `: *${subject}*` : '';
  const [comes, goes] = VERBS[row.channel];
  const common = {
    kind: row.channel === 'phone' ? 'call' : 'message',
    quote: row.channel === 'email' && body.trimStart().startsWith('<') ? textOf(body).trim() : body.trim(),
    channel: row.channel,
    direction: row.direction,
    subject,
    communicationId: row.channel === 'email' || row.channel === 'sms' ? row.id : null,
  } as const;
  if (row.direction === 'in') {
    const unproved = row.authenticated === false ? ['The sender did not prove who they are'] : [];
    const machine = row.automatic ? ['Written by a machine'] : [];
    const by = { kind: 'person', name: person } as const;
    return { ...common, title: `*${person}* ${comes}${about}`, lines: [...unproved, ...machine], by };
  }
  const author = actorOf(
    telling,
    rows.orderAuthors.get(row.id) ?? delivery?.effectKey ?? rows.makers.get(row.id),
  );
  const who = author?.name ?? 'The firm';
  const verb = author?.kind === 'automation' ? `Automation *${who}* ${goes}` : `*${who}* ${goes}`;
  return {
    ...common,
    title: `${verb} ${person}${about}`,
    by: author,
    problem: delivery ? problemOf(delivery) : null,
    run: runOf(telling, runNamedIn(delivery?.effectKey)),
  };
}

/** What became of a message that was handed over, where it is no good news. */
function problemOf({ state, reason, providerState }: DeliveryEntity): string | null {
  if (state === 'refused') return `It was not sent: ${codeClause(reason)}`;
  if (state === 'unknown') return 'Nobody knows whether it left; it is not sent again by itself';
  if (providerState === 'undelivered' || providerState === 'failed')
    return `It did not arrive: ${codeClause(reason)}`;
  return null;
}

const ORDERS = {
  waiting: 'A message waits',
  refused: 'A message was not sent',
  failed: 'A message was not sent',
  cancelled: 'A message was called off',
} as const;

async function sayOrder(ctx: FirmContext, telling: Telling, id: string): Promise<Said | undefined> {
  const order = telling.rows.orders.get(id);
  if (!order || order.status === 'sent') return undefined;
  const { words } = await openOrder(ctx, order);
  const subject = words.channel === 'email' ? words.subject : null;
  return {
    kind: 'message',
    title: `${ORDERS[order.status]}${subject ? `: *${subject}*` : ''}`,
    quote: words.channel === 'email' ? textOf(words.html).trim() : words.body,
    problem: order.why ?? (order.status === 'waiting' ? 'It is just leaving' : null),
    channel: order.channel,
    direction: 'out',
    subject,
    by: actorOf(telling, order.author),
  };
}

function sayChange(
  { rows, names, ...rest }: Telling,
  id: string,
  kind: 'change' | 'document',
): Said | undefined {
  const version = rows.versions.get(id);
  if (!version) return undefined;
  const [title, ...lines] = changeWords(version, {
    user: (one) => names.users.get(one),
    book: (one) => names.books.get(one),
    leadSource: (one) => names.leadSources.get(one),
  });
  if (title === undefined) return undefined;
  return { kind, title, lines, by: actorOf({ rows, names, ...rest }, version.actor) };
}

function sayStep(ctx: FirmContext, telling: Telling, enrolmentId: string, n: number): Said | undefined {
  const step = telling.rows.steps.get(stepKey(enrolmentId, n));
  const run = telling.rows.runs.get(enrolmentId);
  if (!step || !run) return undefined;
  const delivery = telling.rows.deliveries.get(`run:${ctx.firmId}:${enrolmentId}:${step.key ?? ''}`);
  const failed = delivery?.checks?.find((check) => !check.passed);
  const [line] = recordOf({
    definition: run.definition,
    names: {},
    tell: (atMs) => new Date(atMs).toISOString(),
    steps: [step],
    deliveries: new Map(failed && step.key ? [[step.key, { words: failed.words, check: failed.check }]] : []),
  });
  if (!line) return undefined;
  const words = line.words.charAt(0).toUpperCase() + line.words.slice(1);
  const bad = step.kind === 'attention' || step.port === 'refused' || step.port === 'error';
  return {
    kind: 'step',
    title: `*${line.label}*`,
    lines: bad ? [] : [words],
    problem: bad ? words : null,
    by: { kind: 'automation', name: run.automationName },
    run: runOf(telling, enrolmentId),
  };
}

/** Who made it: the automation whose step it is, else who wrote the first version. */
function made(telling: Telling, id: string, key: string | null): Pick<TimelineItem, 'by' | 'run'> {
  const run = runOf(telling, runNamedIn(key));
  return run
    ? { by: { kind: 'automation', name: run.automationName }, run }
    : { by: actorOf(telling, telling.rows.makers.get(id)), run: null };
}

function runOf({ rows }: Telling, enrolmentId: string | undefined): TimelineItem['run'] {
  const run = enrolmentId === undefined ? undefined : rows.runs.get(enrolmentId);
  if (!run) return null;
  const { automationId, automationName } = run;
  return { enrolmentId: run.enrolmentId, automationId, automationName };
}

/** An actor as history writes it, or the effect key of a run's step. */
function actorOf({ rows, names }: Telling, actor: string | undefined): TimelineActor | null {
  if (actor === undefined) return null;
  const [kind, id = ''] = actor.split(':', 2);
  if (kind === 'user') return { kind: 'user', name: names.users.get(id) ?? null };
  if (kind === 'key') return { kind: 'program', name: names.keys.get(id) ?? null };
  if (kind === 'run') {
    const run = rows.runs.get(runNamedIn(actor) ?? '');
    return { kind: 'automation', name: run?.automationName ?? null };
  }
  return kind === 'public' ? { kind: 'form', name: null } : { kind: 'system', name: null };
}
