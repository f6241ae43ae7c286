// People who send the form in and then do what their lane says, whatever is being killed meanwhile.
import { randomUUID } from 'node:crypto';
import { bookMeeting } from '@rap/database/meeting/meeting-commands';
import { sleep } from '../../scripts/lib/processes.mjs';
import type { Lane } from './automation.ts';
import type { FaultFirm } from './firm.ts';
import { newSid, type WorldOutside } from './world-outside.ts';

/** One visitor. */
export interface Lead {
  readonly lane: Lane;
  readonly email: string;
  readonly phone: string;
  /** the form's own key: sending it in again is the same submission */
  readonly submissionKey: string;
  readonly correlationId: string;
  /** the product said thanks */
  thanked: boolean;
  /** how often the form was sent in */
  attempts: number;
  /** did what the lane says; undefined for who has nothing to do */
  reacted: boolean;
}

const LOOK_EVERY_MS = 120;

export class People {
  readonly leads: Lead[] = [];
  private readonly firm: FaultFirm;
  private readonly outside: WorldOutside;
  private readonly place = daytimePlace();
  private readonly busy = new Set<Promise<void>>();
  private stopping = false;
  /** false: nobody answers anything for now */
  answering = true;

  constructor(firm: FaultFirm, outside: WorldOutside) {
    this.firm = firm;
    this.outside = outside;
  }

  /** Sends forms in at once, and sees to it that each person does what is theirs. */
  come(lanes: readonly Lane[]): readonly Lead[] {
    const fresh = lanes.map((lane) => this.newLead(lane));
    for (const lead of fresh) {
      const life = this.live(lead).finally(() => this.busy.delete(life));
      this.busy.add(life);
    }
    return fresh;
  }

  /** Ends with whatever was not done. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.busy);
  }

  private newLead(lane: Lane): Lead {
    const no = this.leads.length + 1;
    const lead: Lead = {
      lane,
      email: `lead${no}@example.com`,
      phone: this.place.number(no),
      submissionKey: randomUUID(),
      correlationId: `form-${randomUUID()}`,
      thanked: false,
      attempts: 0,
      reacted: lane === 'silent',
    };
    this.leads.push(lead);
    return lead;
  }

  private async live(lead: Lead): Promise<void> {
    await this.again(() => this.sendForm(lead));
    if (lead.lane === 'silent') return;
    const [messageId, sid] = [`<${randomUUID()}@example.com>`, newSid()];
    await this.again(async () => {
      if (!this.answering) return false;
      if (lead.lane === 'texts') {
        if ((await this.outside.texts(lead.phone)).length === 0) return false;
        return this.outside.inboundText(lead.phone, sid);
      }
      const [mail] = await this.outside.mails(lead.email);
      // an honest "unknown" may never have arrived: then there is nothing to answer
      if (!mail) return this.neverArrived(lead);
      return lead.lane === 'replies' ? this.outside.reply(mail, messageId) : this.book(lead);
    });
    lead.reacted = !this.stopping;
  }

  /** A visitor whose page does not load sends the form in again: same page, same key. */
  private async sendForm(lead: Lead): Promise<boolean> {
    lead.attempts += 1;
    const status = await this.outside.form(
      this.firm.formId,
      {
        firstName: 'Lead',
        lastName: lead.email.replace('@example.com', ''),
        email: lead.email,
        phone: lead.phone,
        touch: JSON.stringify({ first: { campaign: lead.lane }, last: { campaign: lead.lane } }),
        agreeSms: 'yes',
        submissionKey: lead.submissionKey,
      },
      lead.correlationId,
    );
    if (status === 422) throw new Error(`the form of ${lead.email} is refused`);
    if (status !== 200) return false;
    if (this.place.timeZone) {
      await this.firm.rows(`update app.person set time_zone = $3 where firm_id = $1 and last_name = $2`, [
        this.firm.firmId,
        lead.email.replace('@example.com', ''),
        this.place.timeZone,
      ]);
    }
    lead.thanked = true;
    return true;
  }

  private async neverArrived(lead: Lead): Promise<boolean> {
    const rows = await this.firm.rows<{ person_id: string }>(
      `select d.person_id from app.delivery d join app.person_email e on e.firm_id = d.firm_id and e.person_id = d.person_id
        where d.firm_id = $1 and e.address_norm = $2 and d.state = 'unknown' and d.channel = 'email'`,
      [this.firm.firmId, lead.email],
    );
    // the advisor found out by the task, and the run has to go on: a meeting is booked by phone
    return rows.length > 0 && this.book(lead);
  }

  private async book(lead: Lead): Promise<boolean> {
    await this.firm.run(async (ctx) => {
      const people: { person_id: string }[] = await ctx.em.query(
        `select person_id from app.person_email where firm_id = $1 and address_norm = $2`,
        [ctx.firmId, lead.email],
      );
      const personId = people[0]?.person_id ?? '';
      const known: unknown[] = await ctx.em.query(
        `select 1 from app.meeting where firm_id = $1 and person_id = $2`,
        [ctx.firmId, personId],
      );
      if (known.length > 0) return;
      const startsAt = new Date(Date.now() + 86_400_000);
      await bookMeeting(ctx, {
        personId,
        title: 'First talk',
        startsAt: startsAt.toISOString(),
        endsAt: new Date(startsAt.getTime() + 1_800_000).toISOString(),
        timeZone: 'America/New_York',
      });
    });
    return true;
  }

  /** Until it is done: a person does not give up because a server is down. */
  private async again(act: () => Promise<boolean>): Promise<void> {
    while (!this.stopping) {
      if (await act().catch(() => false)) return;
      await sleep(LOOK_EVERY_MS);
    }
  }
}

/** Where it is daytime now, so that the gate lets texts through at any hour, as it is. */
function daytimePlace(): { number(no: number): string; timeZone?: string } {
  const hourIn = (timeZone: string): number =>
    Number(new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format());
  const isDay = (zone: string): boolean => hourIn(zone) >= 8 && hourIn(zone) < 20;
  const four = (no: number): string => String(1000 + (no % 9000));
  if (isDay('America/Puerto_Rico')) return { number: (no) => `+1787754${four(no)}` };
  if (isDay('Pacific/Guam')) return { number: (no) => `+1671734${four(no)}` };
  // between the evening of Guam and the morning of Puerto Rico
  return { number: (no) => `+4477009${four(no)}0`, timeZone: 'Europe/London' };
}
