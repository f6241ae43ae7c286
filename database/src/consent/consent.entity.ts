import { Column, Entity } from 'typeorm';
import type { Channel, OptOutScope, OptOutSource, Purpose } from '@rap/contracts/consent';
import { RecordEntity } from '../records/record-entity.ts';

/** What somebody agreed to, for one address, with the text they saw and how they agreed. */
@Entity({ schema: 'app', name: 'permission' })
export class PermissionEntity extends RecordEntity {
  @Column('uuid') personId!: string;
  @Column('text') channel!: Channel;
  @Column('text') purpose!: Purpose;
  @Column('bytea') addressSealed!: Buffer;
  @Column('bytea') addressHash!: Buffer;
  @Column('text') textVersion!: string;
  @Column('text') textShown!: string;
  @Column('jsonb') proof!: Record<string, unknown>;
  @Column('timestamptz') givenAt!: Date;
  @Column('timestamptz', { nullable: true }) withdrawnAt!: Date | null;
  /** given by somebody who may not hold the phone: it counts when the phone itself says YES */
  @Column('boolean', { default: false }) awaitsYes!: boolean;
}

/** That no messages are wanted at an address. It closes the address for everybody who shares it, and is never purged. */
@Entity({ schema: 'app', name: 'opt_out' })
export class OptOutEntity extends RecordEntity {
  @Column('text') channel!: Channel;
  @Column('bytea') addressSealed!: Buffer;
  @Column('bytea') addressHash!: Buffer;
  @Column('text') scope!: OptOutScope;
  @Column('text') source!: OptOutSource;
  @Column('uuid', { nullable: true }) personId!: string | null;
  @Column('timestamptz') since!: Date;
  @Column('timestamptz', { nullable: true }) liftedAt!: Date | null;
  @Column('text', { nullable: true }) liftedBy!: string | null;
}
