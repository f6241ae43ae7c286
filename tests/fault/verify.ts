// Compares what people did with what the product kept and what the stand-ins got. Trusts no log of ours.
import { OUTCOMES } from './automation.ts';
import type { FaultFirm } from './firm.ts';
import type { Lead } from './people.ts';
import type { WorldOutside } from './world-outside.ts';

export interface Verdict {
  readonly leads: number;
  /** something that a person was promised does not exist, or never came to its end */
  readonly lost: readonly string[];
  /** something exists or left twice */
  readonly doubled: readonly string[];
  /** an e-mail of which nobody can say whether it left, with the one task for a person */
  readonly unknownWithTask: number;
  /** a message that may have left before a restore, with the one task for a person */
  readonly heldWithTask: number;
  /** receipts or events with gaps, deliveries without an end */
  readonly wrong: readonly string[];
}

interface Kept {
  email: string;
  people: number;
  leads: number;
  submissions: number;
  enrolments: number;
  status: string | null;
  outcome: string | null;
  steps: number;
  steps_apart: number;
  acts_twice: number;
  events: number;
  head: number;
  tasks: string[];
  notes: number;
  deliveries: { channel: 'email' | 'sms'; state: string; reason: string | null }[];
}

const FIND_OUT = 'Find out whether an email arrived';
const DECIDE = ['email', 'text'].map(
  (what) => `Decide whether a${what === 'email' ? 'n' : ''} ${what} goes out after the restore`,
);
const DROPPED = 'dropped';
const NOT_SENT = { outcome: 'not_sent', tasks: [], texts: 0 } as const;

const KEPT = `
  with who as (
    select e.address_norm as email, (array_agg(e.person_id))[1] as person_id, count(*)::int as people
      from app.person_email e where e.firm_id = $1 and e.address_norm = any ($2) group by 1)
  select w.email, w.people,
    (select count(*)::int from app.lead l where l.firm_id = $1 and l.person_id = w.person_id) as leads,
    (select count(*)::int from app.form_submission s where s.firm_id = $1 and s.person_id = w.person_id) as submissions,
    (select count(*)::int from app.enrolment e where e.firm_id = $1 and e.person_id = w.person_id) as enrolments,
    (select max(e.status) from app.enrolment e where e.firm_id = $1 and e.person_id = w.person_id) as status,
    (select max(e.outcome) from app.enrolment e where e.firm_id = $1 and e.person_id = w.person_id) as outcome,
    s.steps, s.steps_apart, s.acts_twice, v.events, v.head,
    (select coalesce(array_agg(t.title order by t.title), '{}') from app.task t where t.firm_id = $1 and t.person_id = w.person_id) as tasks,
    (select count(*)::int from app.note n where n.firm_id = $1 and n.person_id = w.person_id) as notes,
    (select coalesce(jsonb_agg(jsonb_build_object('channel', d.channel, 'state', d.state, 'reason', d.reason)), '[]')
       from app.delivery d where d.firm_id = $1 and d.person_id = w.person_id) as deliveries
  from who w
  cross join lateral (
    select count(*)::int as steps, coalesce(max(x.n) - min(x.n) + 1, 0)::int as steps_apart,
           (count(x.step->>'key') filter (where x.step->>'port' = 'next') - count(distinct x.step->>'key') filter (where x.step->>'port' = 'next'))::int as acts_twice
      from app.step_event x join app.enrolment e on e.firm_id = x.firm_id and e.id = x.enrolment_id
     where e.firm_id = $1 and e.person_id = w.person_id) s
  cross join lateral (
    select count(*)::int as events, coalesce(max(v.seq), 0)::int as head from spine.event v where v.firm_id = $1 and v.subject_id = w.person_id) v`;

/** Everything about these people, compared. */
export async function verify(
  firm: FaultFirm,
  outside: WorldOutside,
  leads: readonly Lead[],
): Promise<Verdict> {
  const found = await firm.rows<Kept>(KEPT, [firm.firmId, leads.map((lead) => lead.email)]);
  const kept = new Map(found.map((row) => [row.email, row]));
  const mails = countBy(
    (await outside.mails()).flatMap((mail) => mail.envelopeTo.map((to) => to.toLowerCase())),
  );
  const texts = countBy((await outside.texts()).map((text) => text.to));
  const judge = new Judge();
  for (const lead of leads) {
    const got = { mails: mails.get(lead.email) ?? 0, texts: texts.get(lead.phone) ?? 0 };
    judge.person(lead, kept.get(lead.email), got);
    mails.delete(lead.email);
    texts.delete(lead.phone);
  }
  // whoever is left over was done with before, and got something again
  for (const [to] of [...mails, ...texts]) judge.doubled.push(`${to}: got a message after the end`);
  return { leads: leads.length, ...judge.result() };
}

class Judge {
  readonly lost: string[] = [];
  readonly doubled: string[] = [];
  readonly wrong: string[] = [];
  private unknownWithTask = 0;
  private heldWithTask = 0;

  person(lead: Lead, row: Kept | undefined, got: { mails: number; texts: number }): void {
    const who = `${lead.email} (${lead.lane})`;
    if (!row) {
      if (lead.thanked) this.lost.push(`${who}: the form was taken, and there is no such person`);
      else this.lost.push(`${who}: the form was never taken in ${lead.attempts} attempts`);
      return;
    }
    const once = (what: string, count: number, expected = 1): void => {
      if (count < expected) this.lost.push(`${who}: ${count} of ${expected} ${what}`);
      if (count > expected) this.doubled.push(`${who}: ${count} instead of ${expected} ${what}`);
    };
    once('people', row.people);
    once('leads', row.leads);
    once('submissions', row.submissions);
    once('enrolments', row.enrolments);
    if (row.status !== 'ended') this.lost.push(`${who}: the run is ${row.status ?? 'missing'}, not ended`);
    if (row.events !== row.head) this.wrong.push(`${who}: ${row.events} events up to number ${row.head}`);
    if (row.steps !== row.steps_apart) this.wrong.push(`${who}: receipts with a gap`);
    if (row.acts_twice > 0) this.doubled.push(`${who}: ${row.acts_twice} acts with two receipts`);
    this.effects(lead, row, got, once);
  }

  private effects(
    lead: Lead,
    row: Kept,
    got: { mails: number; texts: number },
    once: (what: string, count: number, expected?: number) => void,
  ): void {
    const who = `${lead.email} (${lead.lane})`;
    const unknown = row.deliveries.filter((delivery) => delivery.state === 'unknown').length;
    const asked = row.tasks.filter((title) => title === FIND_OUT).length;
    once('tasks to find out', asked, unknown);
    if (asked === unknown) this.unknownWithTask += unknown;
    const held = row.tasks.filter((title) => DECIDE.includes(title)).length;
    this.heldWithTask += held;
    for (const { channel, state, reason } of row.deliveries) {
      // taken back after the provider never got it, and the person had left by then
      if (state === 'refused' && reason === 'too_late' && lead.lane === 'books') continue;
      if (state === 'refused' && reason === DROPPED && held > 0) continue;
      if (state !== 'accepted' && state !== 'unknown')
        this.wrong.push(`${who}: a delivery by ${channel} is ${state}`);
    }
    const sure = (channel: string): boolean =>
      row.deliveries.every(
        (delivery) =>
          delivery.channel !== channel || delivery.state === 'accepted' || delivery.reason === DROPPED,
      );
    const way = OUTCOMES[lead.lane];
    // dropped because it had arrived before the restore: the run goes on as if it was refused, and what follows stays undone
    const dropped = row.deliveries.some((delivery) => delivery.reason === DROPPED);
    const cutShort = dropped && row.outcome === NOT_SENT.outcome;
    if (!cutShort) once('deliveries', row.deliveries.length, 1 + way.texts);
    // of an honest "unknown" none or one has arrived, and never two
    once('e-mails that arrived', got.mails, sure('email') ? 1 : Math.min(got.mails, 1));
    const mayLack = cutShort || !sure('sms');
    once('texts that arrived', got.texts, mayLack ? Math.min(got.texts, way.texts) : way.texts);
    const tasks = row.tasks.filter((title) => title !== FIND_OUT && !DECIDE.includes(title));
    const byPhone = unknown > 0 && row.outcome === 'booked';
    const expected = cutShort ? NOT_SENT : byPhone ? OUTCOMES.books : way;
    if (row.status === 'ended' && row.outcome !== expected.outcome)
      this.wrong.push(`${who}: ended as ${row.outcome}, not ${expected.outcome}`);
    once('tasks', tasks.length, expected.tasks.length);
    once('notes', row.notes, expected.outcome === 'answered' ? 1 : 0);
  }

  result(): Omit<Verdict, 'leads'> {
    const { lost, doubled, wrong, unknownWithTask, heldWithTask } = this;
    return { lost, doubled, wrong, unknownWithTask, heldWithTask };
  }
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
