import { Column, Entity } from 'typeorm';
import type { LeadStage, LostReason, Touch } from '@rap/contracts/lead';
import { DeletableEntity, RecordEntity } from '../records/record-entity.ts';

@Entity({ schema: 'app', name: 'lead_source' })
export class LeadSourceEntity extends RecordEntity {
  @Column('text') name!: string;
  @Column('text') kind!: 'form' | 'referral' | 'advertising' | 'event' | 'import' | 'other';
  @Column('timestamptz', { nullable: true }) retiredAt!: Date | null;
}

/** One inquiry of a person. */
@Entity({ schema: 'app', name: 'lead' })
export class LeadEntity extends DeletableEntity {
  @Column('uuid') personId!: string;
  @Column('uuid') sourceId!: string;
  @Column('uuid', { nullable: true }) ownerId!: string | null;
  @Column('text', { default: 'new' }) stage!: LeadStage;
  /** of one that is lost, where somebody said it */
  @Column('text', { nullable: true }) lostReason!: LostReason | null;
  @Column('jsonb', { default: {} }) firstTouch!: Touch;
  @Column('jsonb', { default: {} }) lastTouch!: Touch;
  @Column('uuid', { nullable: true }) referredById!: string | null;
  @Column('timestamptz') occurredAt!: Date;
}
