import { Column, Entity } from 'typeorm';
import type { Channel } from '@rap/contracts/consent';
import { DeletableEntity, RecordEntity } from '../records/record-entity.ts';

@Entity({ schema: 'app', name: 'template' })
export class TemplateEntity extends DeletableEntity {
  @Column('text') key!: string;
  @Column('text') channel!: Channel;
  @Column('text') name!: string;
}

/** One wording; once live it never changes, so what was sent can always be said. */
@Entity({ schema: 'app', name: 'template_version' })
export class TemplateVersionEntity extends RecordEntity {
  @Column('uuid') templateId!: string;
  @Column('int') number!: number;
  @Column('text', { default: 'draft' }) status!: 'draft' | 'submitted' | 'approved' | 'live' | 'retired';
  @Column('text', { nullable: true }) subject!: string | null;
  @Column('text', { nullable: true }) html!: string | null;
  @Column('text', { nullable: true }) body!: string | null;
  @Column('text') author!: string;
  @Column('text', { nullable: true }) approver!: string | null;
  @Column('text', { nullable: true }) note!: string | null;
}
