import { Column, Entity } from 'typeorm';
import type { Role } from '@rap/contracts/actor';
import type { UserStatus } from '@rap/contracts/user';
import { RecordEntity } from '../records/record-entity.ts';

/** Somebody's membership in the firm; their account stands in the directory. */
@Entity({ schema: 'app', name: 'user' })
export class UserEntity extends RecordEntity {
  @Column('uuid') identityId!: string;
  @Column('text') displayName!: string;
  @Column('text') email!: string;
  @Column('text') role!: Role;
  @Column('text') timeZone!: string;
  @Column('text', { nullable: true }) bookingLink!: string | null;
  /** what stands under their name, e.g. "Senior advisor, CFP" */
  @Column('text', { nullable: true }) title!: string | null;
  /** E.164 */
  @Column('text', { nullable: true }) phone!: string | null;
  /** when somebody else last switched it off for them */
  @Column('timestamptz', { nullable: true }) secondFactorOffAt!: Date | null;
  /** up to when they have read what automations did */
  @Column('timestamptz', { nullable: true }) todaySeenAt!: Date | null;
  @Column('text', { default: 'active' }) status!: UserStatus;
}
