import { Column, Entity } from 'typeorm';
import type { LetterKind, LetterStatus } from '@rap/contracts/letter';
import { RecordEntity } from '../records/record-entity.ts';

/** A letter of the system to somebody who uses it, or is asked to. Its words hold a token: sealed, and gone once it left. */
@Entity({ schema: 'app', name: 'letter' })
export class LetterEntity extends RecordEntity {
  @Column('text') kind!: LetterKind;
  @Column('uuid', { nullable: true }) userId!: string | null;
  @Column('bytea') addressSealed!: Buffer;
  @Column('bytea', { nullable: true }) wordsSealed!: Buffer | null;
  @Column('text', { default: 'waiting' }) status!: LetterStatus;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('timestamptz') notAfter!: Date;
  @Column('timestamptz', { nullable: true }) handedAt!: Date | null;
}
