import { Injectable } from '@nestjs/common';
import type { BulkAnswer, LeadsBulk, PeopleBulk, TasksBulk } from '@rap/contracts/bulk';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { LeadService } from '../lead/lead.service.ts';
import { PersonService } from '../person/person.service.ts';
import { TagService } from '../tag/tag.service.ts';
import { TaskService } from '../task/task.service.ts';
import { eachRow } from './each-row.ts';

/** The same change for many records. Each row goes the way that it would go alone, rights and refusals included. */
@Injectable()
export class BulkService {
  private readonly peopleService: PersonService;
  private readonly tags: TagService;
  private readonly leadService: LeadService;
  private readonly taskService: TaskService;

  constructor(people: PersonService, tags: TagService, leads: LeadService, tasks: TaskService) {
    this.peopleService = people;
    this.tags = tags;
    this.leadService = leads;
    this.taskService = tasks;
  }

  async people(ctx: FirmContext, me: Principal, bulk: PeopleBulk): Promise<BulkAnswer> {
    const people = this.peopleService;
    switch (bulk.do) {
      case 'tag':
        authorise(me, 'person.change');
        return eachRow(ctx, bulk.items, async (row, { id }) => {
          await this.tags.add(row, me, id, bulk.tagId);
          return null;
        });
      case 'untag':
        authorise(me, 'person.change');
        return eachRow(ctx, bulk.items, async (row, { id }) => {
          await this.tags.remove(row, me, id, bulk.tagId);
          return null;
        });
      case 'owner':
        authorise(me, 'person.change');
        return eachRow(ctx, bulk.items, async (row, { id, version }) =>
          versionOf(people.change(row, me, id, { version, ownerId: bulk.ownerId })),
        );
      case 'book':
        authorise(me, 'person.move');
        return eachRow(ctx, bulk.items, (row, { id, version }) =>
          versionOf(people.move(row, me, id, { version, bookId: bulk.bookId })),
        );
      case 'delete':
        authorise(me, 'person.change');
        return eachRow(ctx, bulk.items, (row, { id, version }) =>
          versionOf(people.remove(row, me, id, version)),
        );
      case 'restore':
        authorise(me, 'person.restore');
        return eachRow(ctx, bulk.items, (row, { id, version }) =>
          versionOf(people.restore(row, me, id, version)),
        );
    }
  }

  async leads(ctx: FirmContext, me: Principal, bulk: LeadsBulk): Promise<BulkAnswer> {
    authorise(me, 'lead.change');
    const leads = this.leadService;
    return eachRow(ctx, bulk.items, (row, { id, version }) => {
      switch (bulk.do) {
        case 'stage':
          return versionOf(
            leads.move(row, me, id, {
              version,
              to: bulk.to,
              ...(bulk.lostReason ? { lostReason: bulk.lostReason } : {}),
            }),
          );
        case 'owner':
          return versionOf(leads.change(row, me, id, { version, ownerId: bulk.ownerId }));
        case 'delete':
          return versionOf(leads.remove(row, me, id, version));
        case 'restore':
          return versionOf(leads.restore(row, me, id, version));
      }
    });
  }

  async tasks(ctx: FirmContext, me: Principal, bulk: TasksBulk): Promise<BulkAnswer> {
    authorise(me, 'task.change');
    const tasks = this.taskService;
    if (bulk.do === 'due') {
      return eachRow(ctx, bulk.items, (row, { id, ...changes }) =>
        versionOf(tasks.change(row, me, id, changes)),
      );
    }
    return eachRow(ctx, bulk.items, (row, { id, version }) => {
      switch (bulk.do) {
        case 'complete':
          return versionOf(tasks.complete(row, me, id, version));
        case 'reopen':
          return versionOf(tasks.reopen(row, me, id, version));
        case 'assign':
          return versionOf(tasks.change(row, me, id, { version, assigneeId: bulk.assigneeId }));
        case 'delete':
          return versionOf(tasks.remove(row, me, id, version));
        case 'restore':
          return versionOf(tasks.restore(row, me, id, version));
      }
    });
  }
}

const versionOf = async (changed: Promise<{ version: number }>): Promise<number> => (await changed).version;
