import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AdvanceOutput, PauseMode, RunState } from '@rap/contracts/automation/run';

/** One person inside one automation. The row is the truth that the workflow of the same id is rebuilt from. */
@Entity({ schema: 'app', name: 'enrolment' })
export class EnrolmentEntity {
  @PrimaryColumn('uuid', { default: () => 'app.firm()' }) firmId!: string;
  @PrimaryColumn('uuid', { default: () => 'uuidv7()' }) id!: string;
  @Column('uuid') automationId!: string;
  @Column('uuid') personId!: string;
  /** what makes a second enrolment of the same person a different one: `once`, an event's id, a day */
  @Column('text') occurrence!: string;
  @Column('text') planHash!: string;
  /** of the request or event that put the person in */
  @Column('text', { nullable: true }) correlationId!: string | null;
  /** first run id of the workflow chain that owns it; null when none does yet, or reconcile took it away */
  @Column('text', { nullable: true }) chain!: string | null;
  /** ordinal of the next segment */
  @Column('int', { default: 0 }) seg!: number;
  @Column('jsonb') state!: RunState;
  /** answer of the last committed segment, given again to an attempt whose answer was lost */
  @Column('jsonb', { nullable: true }) out!: AdvanceOutput | null;
  /** node, or END */
  @Column('text') at!: string;
  @Column('timestamptz', { nullable: true }) wakeAt!: Date | null;
  /** what it waits for: time, event, paused, held, attention, later */
  @Column('text', { nullable: true }) why!: string | null;
  @Column('text', { default: 'active' }) status!: 'active' | 'attention' | 'ended';
  @Column('text', { nullable: true }) outcome!: string | null;
  /** a pause of this run alone; the automation's own pause stands on the automation */
  @Column('text', { nullable: true }) pauseMode!: PauseMode | null;
  @Column('timestamptz', { nullable: true }) pausedAt!: Date | null;
  /** a hold of this run alone; a hold of the person stands in person_hold */
  @Column('text', { nullable: true }) holdReason!: string | null;
  @Column('timestamptz', { nullable: true }) holdSince!: Date | null;
  /** event kinds it hears for life */
  @Column('text', { array: true, default: '{}' }) listens!: string[];
  @Column('timestamptz') occurredAt!: Date;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt!: Date;
}
