import { Column, Entity } from 'typeorm';
import { RecordEntity } from '../records/record-entity.ts';

/** A word that the firm puts on people. */
@Entity({ schema: 'app', name: 'tag' })
export class TagEntity extends RecordEntity {
  @Column('text') name!: string;
  @Column({ type: 'text', insert: false, update: false }) nameNorm!: string;
  @Column('timestamptz', { nullable: true }) retiredAt!: Date | null;
}
