import { Injectable } from '@nestjs/common';
import type { Page } from '@rap/contracts/paging';
import type { NewTag, Tag, TagChanges, TagsQuery } from '@rap/contracts/tag';
import { PersonEntity } from '@rap/database/person/person.entity';
import { BY_TIME, listRecords, type ListOrder } from '@rap/database/records/list-records';
import { insertRecord, updateRecord } from '@rap/database/records/write-record';
import { addTag, removeTag } from '@rap/database/tag/tag-commands';
import { TagEntity } from '@rap/database/tag/tag.entity';
import { tagsOf } from '@rap/database/tag/tag-queries';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import { readCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { invalid } from '../http/problem-error.ts';
import { found, paged, settled } from '../http/settled.ts';

const tag = { what: 'tag', show: (_ctx: FirmContext, row: TagEntity) => present(row) };

/** However it is written. */
const BY_NAME: ListOrder = { by: 'r.nameNorm', type: 'text', descending: false };

@Injectable()
export class TagService {
  async list(ctx: FirmContext, me: Principal, query: TagsQuery): Promise<Page<Tag>> {
    authorise(me, 'person.read');
    const { limit, after, sort, retired } = query;
    const listed = await listRecords(ctx, TagEntity, {
      narrow: (tags) => {
        if (retired !== undefined) tags.andWhere('(r.retiredAt is not null) = :retired', { retired });
      },
      order: sort === 'name' ? BY_NAME : BY_TIME[sort],
      limit,
      after: readCursor(after),
    });
    return paged(ctx, tag, listed);
  }

  async create(ctx: FirmContext, me: Principal, input: NewTag): Promise<Tag> {
    authorise(me, 'person.change');
    await this.checkName(ctx, input.name);
    return present(await insertRecord(ctx, TagEntity, input));
  }

  async change(ctx: FirmContext, me: Principal, id: string, input: TagChanges): Promise<Tag> {
    authorise(me, 'person.change');
    const { version, retired, name } = input;
    if (name) await this.checkName(ctx, name, id);
    const written = await updateRecord(ctx, TagEntity, id, version, {
      ...(name ? { name } : {}),
      ...(retired === undefined ? {} : { retiredAt: retired ? new Date(ctx.now()) : null }),
    });
    return settled(ctx, tag, written);
  }

  async ofPerson(ctx: FirmContext, me: Principal, personId: string): Promise<{ items: Tag[] }> {
    authorise(me, 'person.read');
    await found(ctx, PersonEntity, personId, 'person');
    return { items: (await tagsOf(ctx, personId)).map(present) };
  }

  /** Putting on a tag that is there already, and taking off one that is not, are no faults: the end is the same. */
  async add(ctx: FirmContext, me: Principal, personId: string, tagId: string): Promise<{ items: Tag[] }> {
    authorise(me, 'person.change');
    await found(ctx, PersonEntity, personId, 'person');
    await found(ctx, TagEntity, tagId, 'tag');
    await addTag(ctx, personId, tagId);
    return this.ofPerson(ctx, me, personId);
  }

  async remove(ctx: FirmContext, me: Principal, personId: string, tagId: string): Promise<{ items: Tag[] }> {
    authorise(me, 'person.change');
    await found(ctx, PersonEntity, personId, 'person');
    await removeTag(ctx, personId, tagId);
    return this.ofPerson(ctx, me, personId);
  }

  private async checkName(ctx: FirmContext, name: string, except?: string): Promise<void> {
    const nameNorm = name.trim().toLowerCase();
    const known = await ctx.em.getRepository(TagEntity).findOneBy({ firmId: ctx.firmId, nameNorm });
    if (!known || known.id === except) return;
    throw invalid([{ field: 'name', code: 'taken', message: 'There is a tag of this name: use that one.' }]);
  }
}

const present = (row: TagEntity): Tag => ({
  id: row.id,
  version: row.version,
  name: row.name,
  retiredAt: row.retiredAt?.toISOString() ?? null,
});
