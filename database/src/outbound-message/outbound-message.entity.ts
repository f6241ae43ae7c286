import { Column, Entity } from 'typeorm';
import type { Channel, Purpose } from '@rap/contracts/consent';
import type { OrderStatus } from '@rap/contracts/outbound-message';
import { RecordEntity } from '../records/record-entity.ts';

/**
 * A message that somebody wrote, or that answers a keyword: what is to be sent, and what became of it. The table keeps its
 * name, to which the words in it are sealed.
 */
@Entity({ schema: 'app', name: 'message_order' })
export class OutboundMessageEntity extends RecordEntity {
  /** null when it answers a keyword of a number that is nobody's, and when it is a test */
  @Column('uuid', { nullable: true }) personId!: string | null;
  @Column('text') channel!: Channel;
  @Column('text') purpose!: Purpose;
  @Column('bytea') wordsSealed!: Buffer;
  /** the number that is answered, when it need not be the primary one */
  @Column('bytea', { nullable: true }) addressSealed!: Buffer | null;
  /** the communication that it answers */
  @Column('uuid', { nullable: true }) replyTo!: string | null;
  @Column('timestamptz', { nullable: true }) answersKeywordAt!: Date | null;
  /** the user who tests a wording, at their own address */
  @Column('uuid', { nullable: true }) testBy!: string | null;
  @Column('timestamptz', { nullable: true }) sendAt!: Date | null;
  @Column('timestamptz') notAfter!: Date;
  @Column('text', { default: 'waiting' }) status!: OrderStatus;
  /** why it waits or was not sent, in words without personal data */
  @Column('text', { nullable: true }) why!: string | null;
  @Column('timestamptz', { nullable: true }) nextTryAt!: Date | null;
  @Column('uuid', { nullable: true }) communicationId!: string | null;
  @Column('text') author!: string;
  /** of the request that ordered it; the delivery carries it on */
  @Column('text', { nullable: true }) correlationId!: string | null;
  @Column('timestamptz') occurredAt!: Date;
}
