import type { Control, PersonEvent, RunInput, RunState } from '@rap/contracts/automation/run';

const MAX_CONTROLS = 20;

/** Why a control is not taken in. */
export type Refusal = 'stale_control' | 'busy';

/** What has come for a run and was not yet taken by a segment. Pure: no Temporal in it. */
export class Mailbox {
  private events: PersonEvent[];
  private controls: Control[];

  constructor(before: RunInput['mail']) {
    this.events = [...(before?.events ?? [])];
    this.controls = [...(before?.controls ?? [])];
  }

  /** An event that was taken, or that waits here already, is a duplicate of the relay's. */
  hear(event: PersonEvent, state: RunState): void {
    if (event.seq <= state.topSeq || this.events.some((known) => known.seq === event.seq)) return;
    this.events.push(event);
  }

  take(control: Control, state: RunState): void {
    if (!this.knows(control, state)) this.controls.push(control);
  }

  /** A control that names an ordinal is compare and set: one at a time, and about the step where the run stands. */
  refuses(control: Control, state: RunState): Refusal | undefined {
    if (this.knows(control, state)) return undefined;
    if ('n' in control && (control.n !== state.n || this.controls.some(namesOrdinal))) return 'stale_control';
    return this.controls.length >= MAX_CONTROLS ? 'busy' : undefined;
  }

  /** Drops what the state has taken, and no more: the answer may be that of an earlier attempt, which was handed less. */
  dropTaken(state: RunState): void {
    this.events = this.events.filter((event) => event.seq > state.topSeq);
    this.controls = this.controls.filter((control) => !state.seen.includes(control.id));
  }

  /** After a fault: what was aimed at this step had no effect, and its place is free for the next try. */
  dropAimed(): void {
    this.controls = this.controls.filter((control) => !namesOrdinal(control));
  }

  get isEmpty(): boolean {
    return this.events.length + this.controls.length === 0;
  }

  get controlCount(): number {
    return this.controls.length;
  }

  /** A copy of what is in it. */
  contents(): { events: PersonEvent[]; controls: Control[] } {
    return { events: [...this.events], controls: [...this.controls] };
  }

  private knows(control: Control, state: RunState): boolean {
    return state.seen.includes(control.id) || this.controls.some((other) => other.id === control.id);
  }
}

const namesOrdinal = (control: Control): boolean => 'n' in control;
