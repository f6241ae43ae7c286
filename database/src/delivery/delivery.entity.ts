import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { GateCheck } from '@rap/contracts/consent';
import type { Finding } from '@rap/contracts/today';

/**
 * One irreversible message. `claimed -> handing_over -> accepted | refused | unknown`, each step a compare-and-set on the
 * claim number; only a claimed row may be tried again.
 */
@Entity({ schema: 'app', name: 'delivery' })
export class DeliveryEntity {
  @PrimaryColumn('uuid', { default: () => 'app.firm()' }) firmId!: string;
  @PrimaryColumn('uuid', { default: () => 'uuidv7()' }) id!: string;
  /** `{run}:{node}:{visit}` for an automation, `order:{id}` for what a person ordered; unique in the firm */
  @Column('text') effectKey!: string;
  /** null for the answer to a keyword of a number that is nobody's */
  @Column('uuid', { nullable: true }) personId!: string | null;
  @Column('uuid', { nullable: true }) communicationId!: string | null;
  @Column('text') channel!: 'email' | 'sms';
  @Column('text') purpose!: 'service' | 'marketing';
  @Column('bytea') addressSealed!: Buffer;
  @Column('bytea') addressHash!: Buffer;
  @Column('text', { nullable: true }) templateKey!: string | null;
  @Column('int', { nullable: true }) templateNumber!: number | null;
  /** the exact content that is sent, also by a retry */
  @Column('bytea', { nullable: true }) contentSealed!: Buffer | null;
  @Column('bytea', { nullable: true }) contentHash!: Buffer | null;
  @Column('text', { default: 'claimed' }) state!: DeliveryState;
  @Column('int', { default: 1 }) claimNo!: number;
  /** the person's highest event number when it was claimed: a reply has a higher one; bigint, so text */
  @Column('bigint') claimSeq!: string;
  @Column('timestamptz') occurredAt!: Date;
  @Column('timestamptz') dueAt!: Date;
  @Column('timestamptz') notAfter!: Date;
  @Column('timestamptz', { nullable: true }) handedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) settledAt!: Date | null;
  @Column('text', { nullable: true }) providerId!: string | null;
  /** what the provider reported since: queued, sent, delivered, undelivered, failed, bounced */
  @Column('text', { nullable: true }) providerState!: string | null;
  /** coded: `too_late`, `no_permission`, `opted_out`, ... */
  @Column('text', { nullable: true }) reason!: string | null;
  /** whether the firm's archive has its copy; null when there was no archive to feed */
  @Column('text', { nullable: true }) archive!: 'due' | 'done' | null;
  /** each policy check of the gate's last reading, in words, without personal data */
  @Column('jsonb', { nullable: true }) checks!: GateCheck[] | null;
  /** what a person decided about a message that was due before a restore */
  @Column('text', { nullable: true }) recoveryDecision!: 'send' | 'drop' | null;
  /** what somebody found out about one that is `unknown` */
  @Column({ type: 'text', nullable: true, update: false }) finding!: Finding | null;
  @Column('text') actor!: string;
  @Column('text') correlationId!: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt!: Date;
}

export type DeliveryState = 'claimed' | 'handing_over' | 'accepted' | 'refused' | 'unknown';
