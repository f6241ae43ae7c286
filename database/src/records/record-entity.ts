import { Column, PrimaryColumn } from 'typeorm';

/** What every record of a firm has. The key is (firm, id): a key on id alone would let a foreign key reach another firm's row. */
export abstract class RecordEntity {
  @PrimaryColumn('uuid', { default: () => 'app.firm()' }) firmId!: string;
  @PrimaryColumn('uuid', { default: () => 'uuidv7()' }) id!: string;
  /** counts changes; a write names the version it saw */
  @Column('int', { default: 1 }) version!: number;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt!: Date;
}

/** A record that is deleted softly, and can come back. */
export abstract class DeletableEntity extends RecordEntity {
  @Column('timestamptz', { nullable: true }) deletedAt!: Date | null;
}
