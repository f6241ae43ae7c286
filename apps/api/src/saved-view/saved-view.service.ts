import { Injectable } from '@nestjs/common';
import type { NewSavedView, SavedView, SavedViewChanges, SavedViewList } from '@rap/contracts/saved-view';
import { deleteRecord, insertRecord, updateRecord } from '@rap/database/records/write-record';
import { SavedViewEntity } from '@rap/database/saved-view/saved-view.entity';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { notFound, ProblemError } from '../http/problem-error.ts';
import { found, settled } from '../http/settled.ts';

const MOST = 200;
const view = { what: 'view', show: (_ctx: FirmContext, row: SavedViewEntity) => present(row) };

/** Lists that people keep. One's own are one's own; a shared one is seen by everybody, and changed by its owner or the firm's. */
@Injectable()
export class SavedViewService {
  async list(ctx: FirmContext, me: Principal): Promise<SavedViewList> {
    authorise(me, 'lead.read');
    const rows = await ctx.em
      .getRepository(SavedViewEntity)
      .createQueryBuilder('v')
      .where('v.firmId = :firmId and v.deletedAt is null', { firmId: ctx.firmId })
      .andWhere('(v.shared or v.ownerId = :me)', { me: me.userId })
      .orderBy('lower(v.name)')
      .addOrderBy('v.id')
      .limit(MOST)
      .getMany();
    return { items: rows.map(present) };
  }

  async create(ctx: FirmContext, me: Principal, input: NewSavedView): Promise<SavedView> {
    authorise(me, 'lead.read');
    return present(await insertRecord(ctx, SavedViewEntity, { ...input, list: 'leads', ownerId: me.userId }));
  }

  async change(
    ctx: FirmContext,
    me: Principal,
    id: string,
    { version, ...changes }: SavedViewChanges,
  ): Promise<SavedView> {
    authorise(me, 'lead.read');
    await this.own(ctx, me, id);
    return settled(ctx, view, await updateRecord(ctx, SavedViewEntity, id, version, changes));
  }

  async remove(ctx: FirmContext, me: Principal, id: string, version: number): Promise<SavedView> {
    authorise(me, 'lead.read');
    await this.own(ctx, me, id);
    return settled(ctx, view, await deleteRecord(ctx, SavedViewEntity, id, version));
  }

  private async own(ctx: FirmContext, me: Principal, id: string): Promise<void> {
    const row = await found(ctx, SavedViewEntity, id, view.what);
    if (row.ownerId === me.userId) return;
    if (!row.shared) throw notFound(view.what);
    if (me.role === 'owner') return;
    throw new ProblemError(403, 'forbidden', 'This view is somebody else’s', {
      detail: 'Keep one of your own, or ask whoever made it.',
    });
  }
}

const present = ({ id, version, name, query, shared, ownerId }: SavedViewEntity): SavedView => ({
  id,
  version,
  name,
  query,
  shared,
  ownerId,
});
