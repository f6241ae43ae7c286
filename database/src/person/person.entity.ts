import { Column, Entity } from 'typeorm';
import { DeletableEntity, RecordEntity } from '../records/record-entity.ts';

/** The one stable subject of events, consent, messages, enrolments and the timeline. */
@Entity({ schema: 'app', name: 'person' })
export class PersonEntity extends DeletableEntity {
  @Column('uuid') bookId!: string;
  @Column('uuid', { nullable: true }) ownerId!: string | null;
  @Column('text', { default: '' }) firstName!: string;
  @Column('text', { default: '' }) lastName!: string;
  /** what they go by, when it is not the first name */
  @Column('text', { nullable: true }) preferredName!: string | null;
  /** lower case, last name first; made by Postgres, for prefix search and the list by name */
  @Column({ type: 'text', insert: false, update: false }) nameNorm!: string;
  @Column('text', { default: 'en' }) language!: string;
  @Column('text', { nullable: true }) preferredChannel!: 'email' | 'sms' | 'phone' | null;
  @Column('text', { nullable: true }) timeZone!: string | null;
  @Column('text', { nullable: true }) timeZoneSource!: 'stated' | 'address' | 'import' | null;
  @Column('text', { nullable: true }) addressLine!: string | null;
  @Column('text', { nullable: true }) city!: string | null;
  @Column('text', { nullable: true }) state!: string | null;
  @Column('text', { nullable: true }) postalCode!: string | null;
  @Column('bytea', { nullable: true }) birthDateSealed!: Buffer | null;
  @Column('bytea', { nullable: true }) reviewDueSealed!: Buffer | null;
  @Column('timestamptz', { nullable: true }) lastContactAt!: Date | null;
  @Column('timestamptz') occurredAt!: Date;
}

@Entity({ schema: 'app', name: 'person_email' })
export class PersonEmailEntity extends RecordEntity {
  @Column('uuid') personId!: string;
  @Column('text') address!: string;
  @Column({ type: 'text', insert: false, update: false }) addressNorm!: string;
  @Column('text', { default: 'home' }) label!: string;
  @Column('boolean', { default: false }) isPrimary!: boolean;
  @Column('timestamptz', { nullable: true }) bouncedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) removedAt!: Date | null;
}

@Entity({ schema: 'app', name: 'person_phone' })
export class PersonPhoneEntity extends RecordEntity {
  @Column('uuid') personId!: string;
  @Column('text') number!: string;
  @Column('text') e164!: string;
  @Column('text', { default: 'mobile' }) label!: string;
  @Column('boolean', { default: false }) isPrimary!: boolean;
  @Column('boolean', { default: true }) canText!: boolean;
  @Column('timestamptz', { nullable: true }) removedAt!: Date | null;
}
