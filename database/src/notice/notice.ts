import { Column, Entity } from 'typeorm';
import { newId } from '../records/new-id.ts';
import { RecordEntity } from '../records/record-entity.ts';
import { insertRecord } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** What an automation, or the product itself, tells somebody of the firm, in the application. */
@Entity({ schema: 'app', name: 'notice' })
export class NoticeEntity extends RecordEntity {
  @Column('uuid') userId!: string;
  /** null for what is about the firm itself */
  @Column('uuid', { nullable: true }) personId!: string | null;
  @Column('bytea') textSealed!: Buffer;
  @Column('text') effectKey!: string;
  @Column('text') madeBy!: string;
  @Column('timestamptz', { nullable: true }) readAt!: Date | null;
  @Column('timestamptz') occurredAt!: Date;
}

/** Tells a user, once by the effect key of the step. */
export async function giveNotice(
  ctx: FirmContext,
  input: { userId: string; personId: string | null; text: string; effectKey: string; madeBy: string },
): Promise<NoticeEntity> {
  const made = await ctx.em
    .getRepository(NoticeEntity)
    .findOneBy({ firmId: ctx.firmId, effectKey: input.effectKey });
  if (made) return made;
  const id = newId();
  return insertRecord(ctx, NoticeEntity, {
    id,
    userId: input.userId,
    personId: input.personId,
    textSealed: await ctx.sealer.seal({ table: 'app.notice', column: 'text', rowId: id }, input.text),
    effectKey: input.effectKey,
    madeBy: input.madeBy,
    occurredAt: new Date(ctx.now()),
  });
}
