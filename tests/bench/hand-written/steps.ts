/** What both hand-written shapes are given: the same person and event that the product's automation has. */
export interface HandWrittenInput {
  readonly firmId: string;
  readonly personId: string;
  readonly ownerId: string;
  /** 5 or 20, counted as in an automation: with the trigger */
  readonly size: 5 | 20;
  /** every step a local activity instead of an activity */
  readonly local: boolean;
  /** when the event came, epoch ms */
  readonly nowMs: number;
}

/** One step: what is done, and where it stands in the run, which makes it happen once. */
export interface HandWrittenStep extends HandWrittenInput {
  readonly run: string;
  readonly n: number;
}

export const HAND_WRITTEN_QUEUE = 'hand-written';
export const HAND_WRITTEN_WORKFLOW = 'handWritten';
/** the consumers of the outbox that start the two shapes */
export const CONSUMERS = { 'activity a step': 'bench:activities', 'all local': 'bench:local' } as const;
