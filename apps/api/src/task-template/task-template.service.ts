import { Injectable } from '@nestjs/common';
import type {
  NewTaskTemplate,
  TaskTemplate,
  TaskTemplateChanges,
  TaskTemplateList,
  TaskTemplateUse,
  TasksMade,
} from '@rap/contracts/task-template';
import { PersonEntity } from '@rap/database/person/person.entity';
import { deleteRecord, insertRecord, updateRecord } from '@rap/database/records/write-record';
import { TaskTemplateEntity } from '@rap/database/task-template/task-template.entity';
import { useTemplate } from '@rap/database/task-template/use-template';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { found, settled } from '../http/settled.ts';
import { presentTask } from '../task/task.service.ts';

const MOST = 200;
const template = { what: 'list', show: (_ctx: FirmContext, row: TaskTemplateEntity) => present(row) };

/** Lists of tasks of the whole firm. */
@Injectable()
export class TaskTemplateService {
  async list(ctx: FirmContext, me: Principal): Promise<TaskTemplateList> {
    authorise(me, 'task.read');
    const rows = await ctx.em
      .getRepository(TaskTemplateEntity)
      .createQueryBuilder('t')
      .where('t.firmId = :firmId and t.deletedAt is null', { firmId: ctx.firmId })
      .orderBy('lower(t.name)')
      .addOrderBy('t.id')
      .limit(MOST)
      .getMany();
    return { items: rows.map(present) };
  }

  async create(ctx: FirmContext, me: Principal, input: NewTaskTemplate): Promise<TaskTemplate> {
    authorise(me, 'task.change');
    return present(await insertRecord(ctx, TaskTemplateEntity, input));
  }

  async change(
    ctx: FirmContext,
    me: Principal,
    id: string,
    { version, ...changes }: TaskTemplateChanges,
  ): Promise<TaskTemplate> {
    authorise(me, 'task.change');
    return settled(ctx, template, await updateRecord(ctx, TaskTemplateEntity, id, version, changes));
  }

  async remove(ctx: FirmContext, me: Principal, id: string, version: number): Promise<TaskTemplate> {
    authorise(me, 'task.change');
    return settled(ctx, template, await deleteRecord(ctx, TaskTemplateEntity, id, version));
  }

  async use(
    ctx: FirmContext,
    me: Principal,
    id: string,
    { personId, startsOn }: TaskTemplateUse,
  ): Promise<TasksMade> {
    authorise(me, 'task.change');
    const row = await found(ctx, TaskTemplateEntity, id, template.what);
    const person = personId === null ? undefined : await found(ctx, PersonEntity, personId, 'person');
    const made = await useTemplate(ctx, row, {
      personId,
      startsOn,
      starterId: me.userId,
      advisorId: person?.ownerId ?? null,
    });
    return { items: await Promise.all(made.map((task) => presentTask(ctx, task))) };
  }
}

const present = ({ id, version, name, items }: TaskTemplateEntity): TaskTemplate => ({
  id,
  version,
  name,
  items,
});
