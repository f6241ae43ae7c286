import type { TimelineKind } from '@rap/contracts/timeline';

/**
 * One source of the timeline. Each reads its newest or oldest rows before or after a place from an index that has them in that
 * order, so that a page costs the same whether somebody has a hundred items or a hundred thousand. The names of the columns:
 * `f` firm, `p` person.
 */
interface Arm {
  readonly kind: TimelineKind;
  readonly at: string;
  readonly id: string;
  /** tells apart what one id has several of */
  readonly n: string;
  readonly from: string;
  readonly where: string;
  /** rows that have items of their own: they are read one after the other, each from its index */
  readonly each?: string;
}

const own = (table: string): string => `from ${table} r`;
const OF_PERSON = 'r.firm_id = $1 and r.person_id = $2';
const KEPT = `${OF_PERSON} and r.deleted_at is null`;

/** All versions after the first of one record: with what it began is told by the record itself. */
const VERSIONS = {
  at: 'v.happened_at',
  id: 'v.id',
  n: '0',
  from: 'from audit.record_version v',
  where: 'v.firm_id = $1 and v.table_name = o.table_name and v.record_id = o.record_id and v.version > 1',
} as const;

const ofPerson = (table: string): string =>
  `select '${table}' as table_name, id as record_id from ${table} where firm_id = $1 and person_id = $2`;

/** In the order in which they stand among items of one instant. The key is kept in cursors: new ones come last. */
export const ARMS = {
  message: {
    kind: 'message',
    at: 'r.occurred_at',
    id: 'r.id',
    n: '0',
    from: own('app.communication'),
    where: `${KEPT} and r.channel <> 'phone'`,
  },
  call: {
    kind: 'call',
    at: 'r.occurred_at',
    id: 'r.id',
    n: '0',
    from: own('app.communication'),
    where: `${KEPT} and r.channel = 'phone'`,
  },
  // what was sent stands among the messages
  order: {
    kind: 'message',
    at: 'r.occurred_at',
    id: 'r.id',
    n: '0',
    from: own('app.message_order'),
    where: `${OF_PERSON} and r.status <> 'sent'`,
  },
  note: { kind: 'note', at: 'r.occurred_at', id: 'r.id', n: '0', from: own('app.note'), where: KEPT },
  task: { kind: 'task', at: 'r.occurred_at', id: 'r.id', n: '0', from: own('app.task'), where: KEPT },
  taskDone: {
    kind: 'task',
    at: 'r.completed_at',
    id: 'r.id',
    n: '0',
    from: own('app.task'),
    where: `${KEPT} and r.completed_at is not null`,
  },
  meeting: { kind: 'meeting', at: 'r.starts_at', id: 'r.id', n: '0', from: own('app.meeting'), where: KEPT },
  document: {
    kind: 'document',
    at: 'r.occurred_at',
    id: 'r.id',
    n: '0',
    from: own('app.document_request'),
    where: KEPT,
  },
  documentChange: { ...VERSIONS, kind: 'document', each: ofPerson('app.document_request') },
  step: {
    kind: 'step',
    at: 's.at',
    id: 's.enrolment_id',
    n: 's.n',
    from: 'from app.step_event s',
    where: 's.firm_id = $1 and s.enrolment_id = o.id',
    each: 'select id from app.enrolment where firm_id = $1 and person_id = $2',
  },
  change: {
    ...VERSIONS,
    kind: 'change',
    each: [
      `select 'app.person' as table_name, id as record_id from app.person where firm_id = $1 and id = $2`,
      ...['app.lead', 'app.client', 'app.person_email', 'app.person_phone'].map(ofPerson),
    ].join(' union all '),
  },
} as const satisfies Record<string, Arm>;

export type ArmName = keyof typeof ARMS;

export const hasNumbers = (name: ArmName): boolean => ARMS[name].n !== '0';
const NAMES = Object.keys(ARMS) as ArmName[]; // the keys of a constant

export const isArm = (name: string): name is ArmName => Object.hasOwn(ARMS, name);
export const armsOf = (kinds: readonly TimelineKind[]): ArmName[] =>
  NAMES.filter((name) => kinds.includes(ARMS[name].kind));

/**
 * One arm as SQL, with at most $4 rows in their order. The place is $3 (instant), $5 (id) and, where ids have several items, $6 (n); an
 * arm of a lower rank is older than those of a higher one at the same instant.
 */
export function armSql(name: ArmName, towards: 'older' | 'newer', placed: ArmName | 'instant'): string {
  const arm: Arm = ARMS[name];
  const rank = NAMES.indexOf(name);
  const beyond = towards === 'older' ? '<' : '>';
  const direction = towards === 'older' ? 'desc' : 'asc';
  const at = '$3::timestamptz';
  const key = arm.n === '0' ? [arm.at, arm.id] : [arm.at, arm.id, arm.n];
  const order = key.map((column) => `${column} ${direction}`).join(', ');
  const bound = boundOf();
  const read = `select '${name}' as arm, ${rank} as rank, ${arm.id} as id, ${arm.n} as n, ${arm.at} as at
    ${arm.from} where ${arm.where} and ${bound} order by ${order} limit $4`;
  return arm.each === undefined
    ? `(${read})`
    : `(select i.* from (${arm.each}) o cross join lateral (${read}) i
        order by i.at ${direction}, i.id ${direction}, i.n ${direction} limit $4)`;

  function boundOf(): string {
    // a jump to an instant: all of that instant lies on its older side
    if (placed === 'instant') return towards === 'older' ? `${arm.at} <= ${at}` : `${arm.at} > ${at}`;
    const placedRank = NAMES.indexOf(placed);
    if (placedRank === rank) {
      const value = arm.n === '0' ? `${at}, $5::uuid` : `${at}, $5::uuid, $6::int`;
      return `(${key.join(', ')}) ${beyond} (${value})`;
    }
    const withSameInstant = towards === 'older' ? rank < placedRank : rank > placedRank;
    return `${arm.at} ${beyond}${withSameInstant ? '=' : ''} ${at}`;
  }
}
