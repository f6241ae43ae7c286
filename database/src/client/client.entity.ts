import { Column, Entity } from 'typeorm';
import { DeletableEntity } from '../records/record-entity.ts';

/** The advisory relationship; converting a lead adds one and moves nothing. */
@Entity({ schema: 'app', name: 'client' })
export class ClientEntity extends DeletableEntity {
  @Column('uuid') personId!: string;
  @Column('uuid', { nullable: true }) leadId!: string | null;
  @Column('text', { default: 'active' }) status!: 'active' | 'former';
  @Column('date') since!: string;
}
