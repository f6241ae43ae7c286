import type { PastDay } from '@rap/activities/importing/imported-life';
import { addDays, wallClock } from '@rap/domain/time/zoned';
import type { Cast, Character } from './cast.ts';
import * as moment from './moments.ts';
import type { Random } from './random.ts';
import * as voices from './voices.ts';
import * as words from './words.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/**
 * So long ago those asked who wait for an answer now, whatever the weekday and the hour: to the welcome, and to the text that
 * goes out two days later. A message waits for the morning at most, so each stands where it is meant to.
 */
const WAIT_SINCE_HOURS: readonly number[] = [16, 20, 26, 79, 82, 85];
const ZONE = 'America/New_York';

/** What the demo firm has before its first person comes: ids of the records that stories name. */
export interface DemoFirm {
  readonly nowMs: number;
  readonly sources: readonly {
    readonly id: string;
    readonly campaign: string | undefined;
    readonly form: boolean;
  }[];
  readonly formId: string;
  /** advisors with their books */
  readonly advisors: readonly { readonly userId: string; readonly name: string; readonly bookId: string }[];
  readonly tags: Readonly<Record<'seminar' | 'widowed' | 'business' | 'newsletter' | 'retired', string>>;
  readonly automations: Readonly<Record<string, string>>;
}

type Advisor = DemoFirm['advisors'][number];

/** One person's past, ready to be written. */
export interface Story {
  readonly who: Character;
  readonly advisor: DemoFirm['advisors'][number];
  readonly bornMs: number;
  readonly reviewDueOn: string | null;
  readonly agreed: readonly moment.Moment[];
  readonly days: readonly PastDay[];
  /** the story whose household this person belongs to */
  readonly spouseOf?: Story;
  /** lived while the firm had no number to text from: whoever was to be texted then stands until somebody looks */
  readonly withoutNumber?: boolean;
}

/** Writes the lives of the firm's people, the same for the same seed and day. */
export class Stories {
  private readonly firm: DemoFirm;
  private readonly cast: Cast;
  private readonly random: Random;

  constructor(firm: DemoFirm, cast: Cast, random: Random) {
    this.firm = firm;
    this.cast = cast;
    this.random = random;
  }

  all(): Story[] {
    const stories: Story[] = [];
    for (let count = 0; count < 86; count++) {
      const head = this.client(count);
      stories.push(head);
      if (count < 44) stories.push(this.spouse(head));
    }
    for (let count = 0; count < 96; count++) stories.push(this.lead(count));
    for (const hours of WAIT_SINCE_HOURS) stories.push(this.waiting(hours));
    for (let count = 0; count < 6; count++) stories.push(this.welcomed(count));
    for (let count = 0; count < 2; count++) stories.push(this.unreached(count));
    return stories.sort((a, b) => a.bornMs - b.bornMs);
  }

  /** At a working hour, so many days ago; a weekend is the Friday before. `hour` is Eastern standard time. */
  private at(
    daysAgo: number,
    hour = this.random.between(9, 15),
    minute = this.random.between(0, 59),
  ): number {
    const day = new Date(this.firm.nowMs - daysAgo * DAY_MS);
    const atMs = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), hour + 5, minute);
    const weekday = new Date(atMs).getUTCDay();
    const back = weekday === 0 ? 2 : weekday === 6 ? 1 : 0;
    return Math.min(atMs - back * DAY_MS, this.firm.nowMs - 60_000);
  }

  private day(daysAgo: number, write: moment.Moment, hour?: number): PastDay {
    return { atMs: this.at(daysAgo, hour), write };
  }

  private agreements(who: Character, form: boolean, textsToo = false): moment.Moment[] {
    const by = form ? 'form' : 'paper';
    const { random } = this;
    return [
      moment.agrees(who, 'email', 'service', by),
      ...(random.chance(0.6) ? [moment.agrees(who, 'email', 'marketing', by)] : []),
      ...(random.chance(0.65) || textsToo ? [moment.agrees(who, 'sms', 'service', by)] : []),
    ];
  }

  /** Somebody who asked, met and stayed. */
  private client(count: number): Story {
    const { random, firm } = this;
    const age = random.between(55, 78);
    const who = this.cast.next(age);
    const advisor = firm.advisors[count % firm.advisors.length] ?? firm.advisors[0]!;
    const born = random.between(150, 540);
    const source = random.pick(firm.sources);
    const running = this.running(count, who, advisor);
    // a letter or a booking of these days would end what they wait for
    const undisturbed = spanOf(running);
    const days: PastDay[] = [
      this.day(
        born,
        moment.asks(source.id, advisor.userId, source.campaign, source.form ? firm.formId : null),
        9,
      ),
      ...this.asked(who, advisor.name, born - 1),
      this.day(born - 2, moment.books('First talk', advisor.userId, this.at(born - 8, 10), ZONE)),
      this.day(born - 3, moment.movesTo('meeting_booked')),
      this.day(born - 8, moment.meetingIs('ended'), 12),
      this.day(born - 8, moment.notes(words.meetingNote(random)), 14),
      this.day(born - 15, moment.movesTo('proposal')),
      this.day(born - random.between(24, 40), moment.becomesClient),
      this.day(born - 20, moment.isDone),
      ...this.contacts(who, advisor, born - 45).filter(({ atMs }) => !within(atMs, undisturbed)),
      ...this.birthdays(who, born - 45),
      ...running,
      ...this.tidying(born - 4),
    ];
    return {
      who,
      advisor,
      bornMs: this.at(born, 9, 0) - 60_000,
      reviewDueOn: addDays(this.today(), random.between(15, 330)),
      // one of those who recommended us has never agreed to emails
      agreed:
        count === 33
          ? [moment.agrees(who, 'sms', 'service', 'paper')]
          : this.agreements(who, source.form, count % 6 === 4),
      days,
    };
  }

  private spouse(head: Story): Story {
    const { random } = this;
    const who = this.cast.next(random.between(54, 77), head.who);
    const laterMs = head.bornMs + random.between(30, 60) * DAY_MS;
    const days = this.birthdays(who, Math.floor((this.firm.nowMs - laterMs) / DAY_MS));
    return {
      who,
      advisor: head.advisor,
      bornMs: laterMs,
      reviewDueOn: head.reviewDueOn,
      agreed: this.agreements(who, false),
      days: [
        ...days,
        ...this.tidying(Math.floor((this.firm.nowMs - laterMs) / DAY_MS)),
        ...(random.chance(0.5)
          ? [this.day(random.between(5, 90), moment.notes(words.callNote(random)))]
          : []),
      ],
      spouseOf: head,
    };
  }

  /** They write about what concerns them, and their advisor answers by hand that afternoon. */
  private asked(who: Character, advisor: string, ago: number): PastDay[] {
    const { said, answer } = voices.inquiryReply(who, advisor, this.random);
    return [
      this.day(ago, moment.writes(who, said), 13),
      ...(this.isAnswered(ago) ? [this.day(ago, moment.isAnswered('email', answer), 15)] : []),
    ];
  }

  /** They text back, and are answered within the hour. */
  private texted(who: Character, ago: number): PastDay[] {
    const { said, answer } = voices.textReply(who, this.random);
    return [
      this.day(ago, moment.texts(who, said), 13),
      ...(this.isAnswered(ago) ? [this.day(ago, moment.isAnswered('sms', answer), 14)] : []),
    ];
  }

  /** Of the newest, some still wait for an answer. */
  private isAnswered(ago: number): boolean {
    return ago > 4 || this.random.chance(0.4);
  }

  /** Letters, calls and small work of the years as a client. */
  private contacts(who: Character, advisor: Advisor, fromDays: number): PastDay[] {
    const { random } = this;
    const advisorId = advisor.userId;
    const days: PastDay[] = [];
    for (let ago = fromDays; ago > 2; ago -= random.between(35, 80)) {
      const mail = voices.clientMail(who, advisor.name, random);
      days.push(this.day(ago, moment.writes(who, mail.said, mail.subject), 10));
      if (this.isAnswered(ago)) days.push(this.day(ago, moment.isAnswered('email', mail.answer), 14));
      if (random.chance(0.6)) {
        days.push(this.day(ago, moment.gets(random.pick(words.TASKS), advisorId, random.between(2, 6)), 11));
        // some of the newest are still open, and a few of them late
        if (ago > 12 || random.chance(0.3)) days.push(this.day(Math.max(ago - 2, 1), moment.isDone, 15));
      }
      if (random.chance(0.5)) days.push(this.day(ago - 1, moment.notes(words.callNote(random)), 14));
    }
    if (random.chance(0.2)) days.push(this.day(random.between(3, 60), moment.unsubscribes(who)));
    if (random.chance(0.35))
      days.push(this.day(fromDays, moment.isTagged(random.pick(Object.values(this.firm.tags)))));
    if (random.chance(0.25)) {
      const startsMs = this.firm.nowMs + random.between(1, 20) * DAY_MS;
      days.push(
        this.day(
          random.between(1, 6),
          moment.books(random.pick(words.MEETINGS), advisorId, this.workingHour(startsMs), ZONE),
        ),
      );
    }
    return days;
  }

  /** Open work is looked through every nine days or so; of the newest, some is still to do. */
  private tidying(fromDays: number): PastDay[] {
    const days: PastDay[] = [];
    let ago = fromDays;
    for (; ago > 9; ago -= this.random.between(6, 9)) days.push(this.day(ago, moment.clearsTasks, 16));
    if (this.random.chance(0.6)) days.push(this.day(Math.min(4, Math.max(ago, 1)), moment.clearsTasks, 16));
    return days;
  }

  /** What is going on with a client in these days, so that somebody stands at each place where one waits. */
  private running(count: number, who: Character, advisor: Advisor): PastDay[] {
    const { random, firm } = this;
    const advisorId = advisor.userId;
    const [kind, turn] = [count % 6, Math.floor(count / 6)];
    switch (kind) {
      case 0: {
        const ago = [1, 4, 8, 12, 17, 22, 30, 45, 70, 100, 130][turn] ?? 60;
        const booked = this.day(
          ago - 3,
          moment.books('Annual review', advisorId, this.at(ago - 12, 10), ZONE),
        );
        return [this.day(ago, moment.dayComes('review_due'), 9), ...(turn > 6 ? [booked] : [])];
      }
      case 1: {
        const ago = [1, 5, 9, 13, 18, 30, 31, 40, 60, 90, 120][turn] ?? 60;
        const id = firm.automations['document-request'];
        if (id === undefined) return [];
        return [
          this.day(ago, moment.isPutInto(id), 10),
          ...(turn > 5 ? [this.day(ago - 9, moment.documentComes)] : []),
          // their reminder comes due while everything for them stands still
          ...(turn === 2 || turn === 3
            ? [this.day(ago - 5, moment.isHeld(turn === 2 ? 'transfer' : 'by_hand'))]
            : []),
        ];
      }
      case 2: {
        const ago = [1, 3, 5, 6, 12, 20, 40, 60, 80, 100, 120][turn] ?? 60;
        return [
          this.day(ago, moment.dayComes('no_contact_90_days'), 9),
          ...(turn === 7
            ? [this.day(ago - 3, moment.books('Second meeting', advisorId, this.at(ago - 9, 10), ZONE))]
            : []),
          ...(turn % 3 === 2 ? this.asked(who, advisor.name, ago - 2) : []),
        ];
      }
      case 3: {
        const ago = [1, 2, 4, 9, 20, 35, 60, 90, 110, 130, 140][turn] ?? 60;
        const id = firm.automations['referral-thank-you'];
        if (id === undefined) return [];
        return [
          this.day(ago, moment.isPutInto(id), 9),
          ...(turn > 2
            ? [this.day(ago - 1, moment.isDecided(turn % 3 === 0 ? 'rejected' : 'approved'))]
            : []),
        ];
      }
      case 4: {
        const ago = [1, 2, 6, 6, 6, 11, 25, 45, 75, 95, 120][turn] ?? 60;
        return this.noShow(who, advisorId, ago, turn);
      }
      default:
        return turn < 4
          ? [
              this.day(
                random.between(1, 20),
                moment.isHeld(turn === 0 ? 'complaint' : turn === 1 ? 'transfer' : 'by_hand'),
              ),
            ]
          : [];
    }
  }

  private noShow(who: Character, hostId: string, ago: number, turn: number): PastDay[] {
    // four of them to the hour: whatever the weekday, one waits for an answer to the letter, and three to the text after it
    const exactly = turn === 0 ? 0.85 : turn >= 2 && turn <= 4 ? 3.2 + (turn - 2) / 4 : undefined;
    const missedMs = exactly === undefined ? this.at(ago, 10) : this.firm.nowMs - exactly * DAY_MS;
    const nextDay = (write: moment.Moment): PastDay => ({ atMs: missedMs + DAY_MS, write });
    return [
      this.day(ago + 6, moment.books('Second meeting', hostId, this.at(ago, 9), ZONE)),
      { atMs: missedMs, write: moment.meetingIs('no_show') },
      ...(turn === 6 || turn === 8 ? [nextDay(moment.writes(who, voices.missedMeeting(who)))] : []),
      ...(turn === 7 ? [nextDay(moment.books('Second meeting', hostId, this.at(ago - 9, 11), ZONE))] : []),
    ];
  }

  private birthdays(who: Character, sinceDays: number): PastDay[] {
    const today = this.today();
    return [0, 1].flatMap((back) => {
      const date = `${Number(today.slice(0, 4)) - back}${who.birthDate.slice(4)}`;
      const atMs = Date.parse(`${date.replace('-02-29', '-02-28')}T13:00:00Z`);
      const ago = (this.firm.nowMs - atMs) / DAY_MS;
      return ago > 0 && ago < sinceDays ? [{ atMs, write: moment.dayComes('birthday') }] : [];
    });
  }

  /** Somebody who asked and has not become a client, or not yet. */
  private lead(count: number): Story {
    const { random, firm } = this;
    const who = this.cast.next(random.between(52, 70));
    // the sources and advisors of one day are several
    const mixed = count + Math.floor(count / 6);
    const advisor = firm.advisors[mixed % firm.advisors.length] ?? firm.advisors[0]!;
    const source = firm.sources[mixed % firm.sources.length] ?? firm.sources[0]!;
    const born = count < 40 ? 1 + (count % 6) : count < 70 ? random.between(8, 45) : random.between(60, 530);
    const days: PastDay[] = [
      this.day(
        born,
        moment.asks(source.id, advisor.userId, source.campaign, source.form ? firm.formId : null),
        9 + (count % 6),
      ),
    ];
    const turn = count % 5;
    if (count >= 40 || born > 3) {
      if (turn === 0)
        days.push(
          ...this.asked(who, advisor.name, born - 1),
          this.day(born - 2, moment.movesTo('contacted')),
        );
      if (turn === 1)
        days.push(...this.texted(who, born - 3), this.day(born - 4, moment.movesTo('contacted')));
      if (turn === 2) {
        days.push(
          this.day(born - 1, moment.books('First talk', advisor.userId, this.at(born - 6, 10), ZONE)),
          this.day(born - 2, moment.movesTo('meeting_booked')),
          ...(born > 8
            ? [
                this.day(born - 6, moment.meetingIs('ended'), 12),
                this.day(born - 6, moment.notes(words.meetingNote(random)), 14),
              ]
            : []),
          ...(born > 20 && born < 60 ? [this.day(born - 12, moment.movesTo('proposal'))] : []),
        );
      }
      if (turn === 3 && count % 2 === 0)
        days.push(this.day(born - 3, moment.texts(who, voices.stopWord(who))));
    }
    if (count >= 70) {
      days.push(this.day(born - 40, moment.movesTo('lost')));
      const ago = [2, 5, 9, 13, 25][turn] ?? 20;
      if (born > 140) days.push(this.day(ago, moment.dayComes('no_contact_90_days'), 9));
    }
    days.push(...this.tidying(born - 3));
    if (random.chance(0.3))
      days.push(this.day(born, moment.isTagged(random.pick([firm.tags.seminar, firm.tags.newsletter])), 15));
    return {
      who,
      advisor,
      bornMs: this.at(born, 9, 0) - 60_000,
      reviewDueOn: null,
      agreed: this.agreements(who, source.form, turn === 1),
      days,
    };
  }

  /** Came by the form and answers the first text: with YES, with STOP, or with STOP in the night before it could be sent. */
  private welcomed(count: number): Story {
    const { random, firm } = this;
    const who = this.cast.next(random.between(54, 68));
    const advisor = firm.advisors[count % firm.advisors.length] ?? firm.advisors[0]!;
    const source = firm.sources[0]!;
    const ago = 12 + count * 30;
    const [turn, atMs] = [count % 3, this.at(ago, count % 3 === 2 ? 23 : 11)];
    const answer = turn === 0 ? voices.yesWord(who) : voices.stopWord(who);
    return {
      who,
      advisor,
      bornMs: atMs - 60_000,
      reviewDueOn: null,
      agreed: [
        moment.agrees(who, 'email', 'service', 'form'),
        moment.agrees(who, 'sms', 'service', 'form'),
        ...(turn === 0 ? [moment.agrees(who, 'sms', 'marketing', 'form', true)] : []),
      ],
      days: [
        { atMs, write: moment.asks(source.id, advisor.userId, undefined, firm.formId) },
        { atMs: atMs + 7 * 60_000, write: moment.texts(who, answer) },
        ...this.tidying(ago - 3),
        this.day(ago - 4, moment.movesTo('contacted')),
      ],
    };
  }

  /** Came by the form and has not answered yet. */
  private waiting(hours: number): Story {
    const { random, firm } = this;
    const who = this.cast.next(random.between(55, 69));
    const advisor = random.pick(firm.advisors);
    const source = firm.sources[0]!;
    const atMs = firm.nowMs - hours * HOUR_MS;
    return {
      who,
      advisor,
      bornMs: atMs - 60_000,
      reviewDueOn: null,
      agreed: [moment.agrees(who, 'email', 'service', 'form'), moment.agrees(who, 'sms', 'service', 'form')],
      days: [{ atMs, write: moment.asks(source.id, advisor.userId, undefined, firm.formId) }],
    };
  }

  /** Agreed to texts, and was to be texted on a day on which the firm had no number. */
  private unreached(count: number): Story {
    const who = this.cast.next(this.random.between(55, 66));
    const advisor = this.firm.advisors[count % this.firm.advisors.length] ?? this.firm.advisors[0]!;
    const source = this.firm.sources[1]!;
    return {
      who,
      advisor,
      bornMs: this.at(6, 9, 0) - 60_000,
      reviewDueOn: null,
      agreed: [moment.agrees(who, 'email', 'service', 'form'), moment.agrees(who, 'sms', 'service', 'form')],
      days: [this.day(6, moment.asks(source.id, advisor.userId, source.campaign, null), 9)],
      withoutNumber: true,
    };
  }

  private today(): string {
    return wallClock(this.firm.nowMs, ZONE).date;
  }

  private workingHour(ms: number): number {
    const day = new Date(ms);
    const weekday = day.getUTCDay();
    const on = ms + (weekday === 6 ? 2 : weekday === 0 ? 1 : 0) * DAY_MS;
    const date = new Date(on);
    return Date.UTC(
      date.getUTCFullYear(),
      date.getUTCMonth(),
      date.getUTCDate(),
      15 + this.random.between(0, 4),
    );
  }
}

/** From the day before the first to as long after the last as an automation of the library waits for an answer. */
function spanOf(days: readonly PastDay[]): readonly [fromMs: number, untilMs: number] | undefined {
  if (days.length === 0) return undefined;
  const times = days.map(({ atMs }) => atMs);
  return [Math.min(...times) - DAY_MS, Math.max(...times) + 10 * DAY_MS];
}

const within = (atMs: number, span: readonly [number, number] | undefined): boolean =>
  span !== undefined && atMs > span[0] && atMs < span[1];
