import { Column, Entity } from 'typeorm';
import { DeletableEntity } from '../records/record-entity.ts';

/** A meeting with a person, kept by hand: an instant, and the zone that it was agreed in. */
@Entity({ schema: 'app', name: 'meeting' })
export class MeetingEntity extends DeletableEntity {
  @Column('uuid') personId!: string;
  @Column('uuid', { nullable: true }) hostId!: string | null;
  @Column('text') title!: string;
  @Column('timestamptz') startsAt!: Date;
  @Column('timestamptz') endsAt!: Date;
  @Column('text') timeZone!: string;
  @Column('text', { nullable: true }) place!: string | null;
  @Column('text', { default: 'booked' }) status!: 'booked' | 'cancelled' | 'no_show' | 'ended';
  @Column('timestamptz') occurredAt!: Date;
}
