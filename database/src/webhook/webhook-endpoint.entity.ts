import { Column, Entity } from 'typeorm';
import type { DisabledWhy } from '@rap/contracts/webhook';
import { DeletableEntity } from '../records/record-entity.ts';

/** Another system that is told of events. */
@Entity({ schema: 'app', name: 'webhook_endpoint' })
export class WebhookEndpointEntity extends DeletableEntity {
  @Column('text') url!: string;
  @Column('text') description!: string;
  @Column('text', { array: true }) eventKinds!: string[];
  @Column('bytea') secretSealed!: Buffer;
  /** signs beside the new one until `oldSecretUntil` */
  @Column('bytea', { nullable: true }) oldSecretSealed!: Buffer | null;
  @Column('timestamptz', { nullable: true }) oldSecretUntil!: Date | null;
  /** since the first failure after the last success; not a change of the record, so without a version */
  @Column('timestamptz', { nullable: true }) failingSince!: Date | null;
  @Column('timestamptz', { nullable: true }) disabledAt!: Date | null;
  @Column('text', { nullable: true }) disabledWhy!: DisabledWhy | null;
}
