import { addDays } from '@rap/domain/time/zoned';
import type { Random } from './random.ts';

const FIRST = {
  f: 'Maria Linda Patricia Susan Deborah Barbara Karen Nancy Donna Cynthia Sandra Pamela Sharon Kathleen Carol Diane Brenda Cheryl Janet Elizabeth Teresa Lori Rosa Gloria Anita Yolanda Denise Joyce Theresa Beverly'.split(
    ' ',
  ),
  m: 'James Robert Michael William David Richard Thomas Charles Mark Steven Gary Kenneth Paul Larry Daniel Ronald Timothy Gregory Dennis Raymond Carlos Luis Walter Harold Peter Arthur Samuel Victor Eugene Leonard'.split(
    ' ',
  ),
};
const LAST =
  'Alvarez Bennett Castillo Dawson Ellison Fairchild Garrison Hollis Ibarra Jennings Kowalski Lindholm Mercado Novak Ortega Pruitt Quintero Rowland Santoro Thornton Underhill Vasquez Whitaker Yates Zielinski Abbott Brandt Corrigan Delgado Emmerich Fontaine Gallagher Hutchins Iverson Jaramillo Keller Lockhart Montoya Nakamura Oakley Pemberton Rasmussen Stroud Tillman Vance Wexler'.split(
    ' ',
  );

interface Town {
  readonly state: 'OH' | 'FL' | 'TX' | 'CA';
  readonly city: string;
  readonly postalCode: string;
  readonly areaCode: string;
}
const TOWNS: readonly Town[] = [
  { state: 'OH', city: 'Cleveland', postalCode: '44113', areaCode: '216' },
  { state: 'OH', city: 'Columbus', postalCode: '43215', areaCode: '614' },
  { state: 'OH', city: 'Akron', postalCode: '44308', areaCode: '330' },
  { state: 'OH', city: 'Cincinnati', postalCode: '45202', areaCode: '513' },
  { state: 'OH', city: 'Mentor', postalCode: '44060', areaCode: '440' },
  { state: 'FL', city: 'Tampa', postalCode: '33602', areaCode: '813' },
  { state: 'FL', city: 'Naples', postalCode: '34102', areaCode: '239' },
  { state: 'FL', city: 'Orlando', postalCode: '32801', areaCode: '407' },
  { state: 'TX', city: 'Dallas', postalCode: '75201', areaCode: '214' },
  { state: 'TX', city: 'Houston', postalCode: '77002', areaCode: '713' },
  { state: 'TX', city: 'Austin', postalCode: '78701', areaCode: '512' },
  { state: 'CA', city: 'Sacramento', postalCode: '95814', areaCode: '916' },
  { state: 'CA', city: 'San Diego', postalCode: '92101', areaCode: '619' },
  { state: 'CA', city: 'San Jose', postalCode: '95113', areaCode: '408' },
];
const STREETS = [
  'Maple Avenue',
  'Lakeview Drive',
  'Oak Street',
  'Cedar Lane',
  'Park Place',
  'Hillcrest Road',
];

/** What some go by. */
const SHORT: Readonly<Record<string, string>> = {
  Barbara: 'Barb',
  Charles: 'Chuck',
  Deborah: 'Debbie',
  Elizabeth: 'Betsy',
  James: 'Jim',
  Kathleen: 'Kathy',
  Michael: 'Mike',
  Pamela: 'Pam',
  Patricia: 'Pat',
  Richard: 'Rick',
  Robert: 'Bob',
  Susan: 'Sue',
  Timothy: 'Tim',
  William: 'Bill',
};
const SPANISH_SPEAKING = new Set(
  'Alvarez Castillo Ibarra Mercado Ortega Quintero Vasquez Delgado Jaramillo Montoya'.split(' '),
);

export interface Character {
  readonly firstName: string;
  readonly preferredName: string | null;
  readonly language: 'en' | 'es';
  readonly lastName: string;
  readonly town: Town;
  readonly addressLine: string;
  readonly email: string;
  /** E.164, of the numbers that are set aside for stories (555-0100 to 555-0199) */
  readonly phone: string;
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
}

/** Names and places of people, none of them real; no two share an address or a number. */
export class Cast {
  private readonly random: Random;
  private readonly today: string;
  private readonly emails = new Set<string>();
  private readonly numbers = new Map<string, number>();

  constructor(random: Random, today: string) {
    this.random = random;
    this.today = today;
  }

  /** Somebody of this age; of the family and place of another when there is one. */
  next(age: number, spouse?: Character): Character {
    const { random } = this;
    const town = spouse?.town ?? random.pick(TOWNS);
    const firstName = random.pick(random.chance(0.5) ? FIRST.f : FIRST.m);
    const lastName = spouse?.lastName ?? random.pick(LAST);
    const short = SHORT[firstName];
    return {
      firstName,
      lastName,
      preferredName: short && random.chance(0.4) ? short : null,
      language: spouse?.language ?? (SPANISH_SPEAKING.has(lastName) && random.chance(0.4) ? 'es' : 'en'),
      town,
      addressLine: spouse?.addressLine ?? `${random.between(12, 4800)} ${random.pick(STREETS)}`,
      email: this.emailOf(firstName, lastName),
      phone: this.phoneIn(town.areaCode),
      birthDate: this.birthDate(age),
    };
  }

  private birthDate(age: number): string {
    return addDays(this.today, -Math.round(age * 365.2425) - this.random.between(20, 330));
  }

  private emailOf(first: string, last: string): string {
    const name = `${first}.${last}`.toLowerCase();
    for (let count = 1; ; count++) {
      const email = `${name}${count === 1 ? '' : count}@mail.example`;
      if (this.emails.has(email)) continue;
      this.emails.add(email);
      return email;
    }
  }

  private phoneIn(areaCode: string): string {
    // 0100 is the firm's own
    const number = (this.numbers.get(areaCode) ?? 100) + 1;
    this.numbers.set(areaCode, number);
    return `+1${areaCode}555${String(number).padStart(4, '0')}`;
  }
}
