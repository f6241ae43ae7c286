import { Column, Entity } from 'typeorm';
import type { ProposalStatus } from '@rap/contracts/proposal';
import { RecordEntity } from '../records/record-entity.ts';

/** What somebody typed into a form that differs from the record of the person whose address they gave. */
@Entity({ schema: 'app', name: 'person_proposal' })
export class ProposalEntity extends RecordEntity {
  @Column('uuid') personId!: string;
  @Column('uuid') submissionId!: string;
  @Column('text', { array: true }) fields!: string[];
  @Column('bytea') changesSealed!: Buffer;
  @Column('text', { default: 'open' }) status!: ProposalStatus;
  @Column('text', { nullable: true }) decidedBy!: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt!: Date | null;
  @Column('timestamptz') occurredAt!: Date;
}
