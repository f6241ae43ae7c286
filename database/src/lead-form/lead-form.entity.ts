import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FormAsk } from '@rap/contracts/lead-form';
import { RecordEntity } from '../records/record-entity.ts';

/** A form that a firm shows to the public. The consent texts are stored as they are shown, with their version. */
@Entity({ schema: 'app', name: 'lead_form' })
export class LeadFormEntity extends RecordEntity {
  @Column('text') title!: string;
  @Column('text', { default: '' }) intro!: string;
  @Column('text', { default: 'Send' }) buttonLabel!: string;
  @Column('text', { default: '' }) disclosure!: string;
  @Column('text', { array: true, default: '{phone,state,question}' }) asks!: FormAsk[];
  @Column('uuid') sourceId!: string;
  @Column('uuid') bookId!: string;
  @Column('uuid', { nullable: true }) ownerId!: string | null;
  @Column('int', { default: 1 }) consentVersion!: number;
  @Column('text') consentEmail!: string;
  @Column('text') consentSms!: string;
  @Column('text', { default: '' }) consentSmsMarketing!: string;
  /** origins of the sites that may show it in a frame */
  @Column('text', { array: true, default: '{}' }) allowedOrigins!: string[];
  @Column('int', { default: 500 }) dailyLimit!: number;
  @Column('timestamptz', { nullable: true }) retiredAt!: Date | null;
}

/** One wording of a form's consent texts; never changed. */
@Entity({ schema: 'app', name: 'lead_form_consent' })
export class LeadFormConsentEntity {
  @PrimaryColumn('uuid', { default: () => 'app.firm()' }) firmId!: string;
  @PrimaryColumn('uuid') formId!: string;
  @PrimaryColumn('int') number!: number;
  @Column('text') email!: string;
  @Column('text') sms!: string;
  @Column('text') smsMarketing!: string;
  @Column('text') author!: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt!: Date;
}
