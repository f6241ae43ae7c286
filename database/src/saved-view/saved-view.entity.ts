import { Column, Entity } from 'typeorm';
import { DeletableEntity } from '../records/record-entity.ts';

/** A list of leads as somebody keeps it: the address of it under a name. */
@Entity({ schema: 'app', name: 'saved_view' })
export class SavedViewEntity extends DeletableEntity {
  @Column('text') list!: 'leads';
  @Column('uuid') ownerId!: string;
  @Column('text') name!: string;
  @Column('text') query!: string;
  @Column('boolean', { default: false }) shared!: boolean;
}
