import { audit } from '../records/record-change.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** Puts a tag of the firm on a person; raises `tag.added` only when it was not there. */
export async function addTag(ctx: FirmContext, personId: string, tagId: string): Promise<void> {
  const changed: unknown[] = await ctx.em.query(
    `insert into app.person_tag as t (person_id, tag_id) values ($1, $2)
       on conflict (firm_id, person_id, tag_id) do update set removed_at = null, added_at = clock_timestamp() where t.removed_at is not null
     returning t.tag_id`,
    [personId, tagId],
  );
  if (changed.length === 0) return;
  await audit(ctx, 'app.person_tag.add', { personId, tagId });
  ctx.emit({ subjectId: personId, kind: 'tag.added', payload: { tagId } });
}

/** Takes a tag off; raises `tag.removed` only when it was there. */
export async function removeTag(ctx: FirmContext, personId: string, tagId: string): Promise<void> {
  const changed: [unknown[], number] = await ctx.em.query(
    `update app.person_tag set removed_at = clock_timestamp()
      where firm_id = $1 and person_id = $2 and tag_id = $3 and removed_at is null`,
    [ctx.firmId, personId, tagId],
  );
  if (changed[1] === 0) return;
  await audit(ctx, 'app.person_tag.remove', { personId, tagId });
  ctx.emit({ subjectId: personId, kind: 'tag.removed', payload: { tagId } });
}
