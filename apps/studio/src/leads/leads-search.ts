import { z } from 'zod/mini';

export const LEAD_STAGES = ['new', 'contacted', 'meeting_booked', 'proposal', 'won', 'lost'] as const;
export type LeadStage = (typeof LEAD_STAGES)[number];
export const OPEN_STAGES: readonly LeadStage[] = ['new', 'contacted', 'meeting_booked', 'proposal'];

/** What may stand beside the name, in this order. */
export const COLUMNS = ['stage', 'source', 'campaign', 'step', 'came', 'contact', 'owner', 'lost'] as const;
export type LeadColumn = (typeof COLUMNS)[number];
/** without a choice; why they were lost is for who looks at those */
export const columnsOf = ({ cols, view }: Pick<LeadsSearch, 'cols' | 'view'>): readonly LeadColumn[] =>
  cols
    ? COLUMNS.filter((column) => cols.split(' ').includes(column))
    : COLUMNS.filter((column) => column !== 'lost' || view === 'lost');

export const LEAD_SORTS = ['newest', 'oldest', 'name', 'stage', 'source', 'owner', 'lastContact'] as const;
export type LeadSort = (typeof LEAD_SORTS)[number];

const MOST_DROPPED = 8;
const Text = (most: number) => z.optional(z.string().check(z.minLength(1), z.maxLength(most)));

/** What the address may say about the list; days are of the reader's calendar. */
const LeadsAddress = z.strictObject({
  view: z.optional(z.enum(['open', 'week', 'won', 'lost', 'all'])),
  as: z.optional(z.enum(['table', 'board'])),
  sort: z.optional(z.enum(LEAD_SORTS)),
  stage: z.optional(z.enum(LEAD_STAGES)),
  source: z.optional(z.uuid()),
  owner: z.optional(z.uuid()),
  tag: z.optional(z.uuid()),
  state: z.optional(z.string().check(z.regex(/^[A-Z]{2}$/))),
  from: z.optional(z.iso.date()),
  to: z.optional(z.iso.date()),
  agreed: z.optional(z.enum(['email', 'sms'])),
  automation: z.optional(z.uuid()),
  quiet: z.optional(z.iso.date()),
  lost: z.optional(
    z.enum(['no_answer', 'other_advisor', 'not_now', 'not_a_fit', 'cost', 'wrong_details', 'other']),
  ),
  /** names of columns, with a space between */
  cols: z.optional(z.string().check(z.maxLength(100), z.regex(/^[a-z ]*$/))),
  /** the saved view that it was opened from */
  saved: z.optional(z.uuid()),
  campaign: Text(200),
  name: Text(100),
  /** what stood in the address and made no sense */
  dropped: z.optional(z.array(z.string().check(z.maxLength(40))).check(z.maxLength(MOST_DROPPED))),
});
export type LeadsSearch = z.infer<typeof LeadsAddress>;

/** What makes no sense in an address is left out and told: a list is better than a fault. */
export function readLeadsSearch(raw: Record<string, unknown>): LeadsSearch {
  const read = LeadsAddress.safeParse(raw);
  if (read.success) return read.data;
  const bad = new Set(
    read.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys : issue.path.slice(0, 1).map(String),
    ),
  );
  const sound = LeadsAddress.parse(Object.fromEntries(Object.entries(raw).filter(([key]) => !bad.has(key))));
  const dropped = [...new Set([...(sound.dropped ?? []), ...[...bad].map((key) => key.slice(0, 40))])];
  // said to be undefined, or the router keeps them as they stood
  const without = Object.fromEntries([...bad].map((key) => [key, undefined]));
  return { ...sound, ...without, dropped: dropped.slice(0, MOST_DROPPED) };
}

export type LeadView = NonNullable<LeadsSearch['view']>;

/** The stages of a view; none means that it does not ask for any. */
export const STAGES_OF_VIEW: Readonly<Record<LeadView, readonly LeadStage[]>> = {
  open: OPEN_STAGES,
  week: [],
  won: ['won'],
  lost: ['lost'],
  all: [],
};

/** The view that is shown: a stage that is asked for and that the view lacks is looked for in all. */
export function viewOf({ view = 'open', stage }: LeadsSearch): LeadView {
  const stages = STAGES_OF_VIEW[view];
  return stage && stages.length > 0 && !stages.includes(stage) ? 'all' : view;
}

export const STAGE_LABELS: Readonly<Record<LeadStage, string>> = {
  new: 'New',
  contacted: 'Contacted',
  meeting_booked: 'Meeting booked',
  proposal: 'Proposal',
  won: 'Won',
  lost: 'Lost',
};
