import { Column, Entity } from 'typeorm';
import { DeletableEntity } from '../records/record-entity.ts';

/** A system that may call us, at an address of its own. */
@Entity({ schema: 'app', name: 'webhook_source' })
export class WebhookSourceEntity extends DeletableEntity {
  @Column('text') name!: string;
  @Column('bytea') tokenHash!: Buffer;
  @Column('bytea') tokenSealed!: Buffer;
  @Column('bytea') secretSealed!: Buffer;
  /** still taken until `oldSecretUntil` */
  @Column('bytea', { nullable: true }) oldSecretSealed!: Buffer | null;
  @Column('timestamptz', { nullable: true }) oldSecretUntil!: Date | null;
  @Column('uuid') bookId!: string;
  @Column('uuid') leadSourceId!: string;
  @Column('timestamptz', { nullable: true }) disabledAt!: Date | null;
}
