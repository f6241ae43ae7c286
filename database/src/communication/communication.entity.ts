import { Column, Entity } from 'typeorm';
import { DeletableEntity } from '../records/record-entity.ts';

/** One message of any channel, in or out. Its words and addresses are sealed. */
@Entity({ schema: 'app', name: 'communication' })
export class CommunicationEntity extends DeletableEntity {
  /** null for inbound mail of nobody known yet */
  @Column('uuid', { nullable: true }) personId!: string | null;
  @Column('text') channel!: 'email' | 'sms' | 'phone' | 'letter' | 'portal';
  @Column('text') direction!: 'in' | 'out';
  @Column('bytea') addressSealed!: Buffer;
  @Column('bytea') addressHash!: Buffer;
  @Column('bytea', { nullable: true }) subjectSealed!: Buffer | null;
  @Column('bytea') bodySealed!: Buffer;
  @Column('uuid') threadId!: string;
  /** our message that this one answers */
  @Column('uuid', { nullable: true }) inReplyTo!: string | null;
  @Column('bytea', { nullable: true }) messageIdHash!: Buffer | null;
  @Column('bytea', { nullable: true }) messageIdSealed!: Buffer | null;
  @Column('text', { nullable: true }) providerId!: string | null;
  /** written by a machine: kept, but nothing reacts to it */
  @Column('boolean', { default: false }) automatic!: boolean;
  /** inbound mail whose sender proved to be the one it names (SPF, DKIM, DMARC) */
  @Column('boolean', { nullable: true }) authenticated!: boolean | null;
  /** when somebody said that an inbound one needs nothing more */
  @Column('timestamptz', { nullable: true }) handledAt!: Date | null;
  @Column('timestamptz') occurredAt!: Date;
}
