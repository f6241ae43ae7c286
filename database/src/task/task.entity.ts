import { Column, Entity } from 'typeorm';
import type { Recurrence } from '@rap/contracts/task';
import { DeletableEntity } from '../records/record-entity.ts';

@Entity({ schema: 'app', name: 'task' })
export class TaskEntity extends DeletableEntity {
  @Column('uuid', { nullable: true }) personId!: string | null;
  @Column('uuid', { nullable: true }) assigneeId!: string | null;
  @Column('text') title!: string;
  @Column('bytea', { nullable: true }) detailSealed!: Buffer | null;
  @Column('timestamptz', { nullable: true }) dueAt!: Date | null;
  /** how it comes again once it is done */
  @Column('jsonb', { nullable: true }) recurrence!: Recurrence | null;
  @Column('text', { default: 'normal' }) priority!: 'low' | 'normal' | 'high';
  @Column('text', { default: 'open' }) status!: 'open' | 'done' | 'cancelled';
  @Column('timestamptz', { nullable: true }) completedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) overdueRaisedAt!: Date | null;
  /** the run that made it, so that a person can be told why it exists; null when a person made it */
  @Column('text', { nullable: true }) madeBy!: string | null;
  /** `{run}:{node}:{visit}` of the step that made it: a repeated step makes it once */
  @Column('text', { nullable: true }) effectKey!: string | null;
  @Column('timestamptz') occurredAt!: Date;
}
