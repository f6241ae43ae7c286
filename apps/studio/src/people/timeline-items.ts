import type { Communication, Enrolment, Meeting, Note, Task } from '@rap/contracts/api-client';

export type TimelineKind = 'mail' | 'text' | 'call' | 'note' | 'task' | 'meeting' | 'automation';

/** One thing that happened, whatever it was: what, its words, and when. */
export interface TimelineItem {
  readonly id: string;
  readonly kind: TimelineKind;
  readonly at: Date;
  readonly title: string;
  /** what somebody wrote or said */
  readonly quote?: string | undefined;
  readonly line?: string | undefined;
  /** the run that it belongs to */
  readonly enrolmentId?: string | undefined;
}

export interface TimelineSources {
  readonly name: string;
  readonly messages?: readonly Communication[] | undefined;
  readonly notes?: readonly Note[] | undefined;
  readonly tasks?: readonly Task[] | undefined;
  readonly meetings?: readonly Meeting[] | undefined;
  readonly runs?: readonly Enrolment[] | undefined;
}

/** Everything, newest first. */
export function timelineOf({
  name,
  messages,
  notes,
  tasks,
  meetings,
  runs,
}: TimelineSources): TimelineItem[] {
  return [
    ...(messages ?? []).map((message) => ofMessage(message, name)),
    ...(notes ?? []).map(ofNote),
    ...(tasks ?? []).flatMap(ofTask),
    ...(meetings ?? []).map(ofMeeting),
    ...(runs ?? []).flatMap(ofRun),
  ].toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
}

const CHANNELS = { email: 'mail', sms: 'text', phone: 'call', letter: 'mail', portal: 'mail' } as const;
const VERBS = {
  email: 'wrote',
  sms: 'texted',
  phone: 'called',
  letter: 'wrote a letter',
  portal: 'wrote',
} as const;

function ofMessage(message: Communication, name: string): TimelineItem {
  const who = message.direction === 'in' ? name : 'The firm';
  const subject = message.subject ? `: ${message.subject}` : '';
  return {
    id: message.id,
    kind: CHANNELS[message.channel],
    at: new Date(message.occurredAt),
    title: `${who} ${VERBS[message.channel]}${subject}`,
    quote: message.body,
    line: message.authenticated === false ? 'The sender did not prove who they are' : undefined,
  };
}

const ofNote = (note: Note): TimelineItem => ({
  id: note.id,
  kind: 'note',
  at: new Date(note.occurredAt),
  title: 'Note',
  quote: note.body,
});

function ofTask(task: Task): TimelineItem[] {
  const made: TimelineItem = {
    id: `${task.id}:made`,
    kind: 'task',
    at: new Date(task.createdAt),
    title: `Task: ${task.title}`,
    line: task.madeBy ? 'Made by an automation' : undefined,
  };
  if (!task.completedAt) return [made];
  return [
    made,
    {
      id: `${task.id}:done`,
      kind: 'task',
      at: new Date(task.completedAt),
      title: `Task done: ${task.title}`,
    },
  ];
}

const MEETINGS = {
  booked: 'Meeting booked',
  cancelled: 'Meeting cancelled',
  no_show: 'Did not come to the meeting',
  ended: 'Meeting held',
} as const;

const ofMeeting = (meeting: Meeting): TimelineItem => ({
  id: meeting.id,
  kind: 'meeting',
  at: new Date(meeting.startsAt),
  title: `${MEETINGS[meeting.status]}: ${meeting.title}`,
});

const ofRun = (run: Enrolment): TimelineItem[] =>
  run.steps.map((step) => ({
    id: `${run.id}:${step.n}`,
    kind: 'automation',
    at: new Date(step.at),
    title: step.label,
    line: [run.automationName, step.note].filter(Boolean).join('. '),
    enrolmentId: run.id,
  }));
