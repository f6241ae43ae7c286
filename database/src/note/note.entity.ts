import { Column, Entity } from 'typeorm';
import { DeletableEntity } from '../records/record-entity.ts';

@Entity({ schema: 'app', name: 'note' })
export class NoteEntity extends DeletableEntity {
  @Column('uuid') personId!: string;
  @Column('bytea') bodySealed!: Buffer;
  /** `{run}:{node}:{visit}` of the step that wrote it */
  @Column('text', { nullable: true }) effectKey!: string | null;
  @Column('timestamptz') occurredAt!: Date;
}
