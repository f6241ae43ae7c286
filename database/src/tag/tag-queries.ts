import type { FirmContext } from '../tenancy/context.ts';
import { TagEntity } from './tag.entity.ts';

/** The tags of a person, by name. */
export async function tagsOf(ctx: FirmContext, personId: string): Promise<TagEntity[]> {
  return ctx.em
    .getRepository(TagEntity)
    .createQueryBuilder('t')
    .where('t.firmId = :firmId', { firmId: ctx.firmId })
    .andWhere(
      `exists (select from app.person_tag p where p.firm_id = t.firm_id and p.tag_id = t.id
         and p.person_id = :personId and p.removed_at is null)`,
      { personId },
    )
    .orderBy('t.nameNorm')
    .getMany();
}
