import { Column, Entity } from 'typeorm';
import type { TaskTemplateItem } from '@rap/contracts/task-template';
import { DeletableEntity } from '../records/record-entity.ts';

/** Tasks that are made together: what is always done before a review, or for a new client. */
@Entity({ schema: 'app', name: 'task_template' })
export class TaskTemplateEntity extends DeletableEntity {
  @Column('text') name!: string;
  @Column('jsonb') items!: TaskTemplateItem[];
}
