import { Column, Entity, IsNull } from 'typeorm';
import { newId } from '../records/new-id.ts';
import { RecordEntity } from '../records/record-entity.ts';
import { insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** A matter for which the firm's records must stay, whatever the schedule says. Two holds need both released. */
@Entity({ schema: 'app', name: 'legal_hold' })
export class LegalHoldEntity extends RecordEntity {
  @Column('bytea') matterSealed!: Buffer;
  @Column('timestamptz') since!: Date;
  @Column('timestamptz', { nullable: true }) releasedAt!: Date | null;
}

export async function placeLegalHold(ctx: FirmContext, matter: string): Promise<LegalHoldEntity> {
  const id = newId();
  const matterSealed = await ctx.sealer.seal(matterOf(id), matter);
  return insertRecord(ctx, LegalHoldEntity, { id, matterSealed, since: new Date(ctx.now()) });
}

export async function releaseLegalHold(
  ctx: FirmContext,
  id: string,
  version: number,
): Promise<WriteOutcome<LegalHoldEntity>> {
  return updateRecord(ctx, LegalHoldEntity, id, version, { releasedAt: new Date(ctx.now()) });
}

/** Holds that stand, the oldest first. */
export async function legalHolds(ctx: FirmContext): Promise<LegalHoldEntity[]> {
  return ctx.em
    .getRepository(LegalHoldEntity)
    .find({ where: { firmId: ctx.firmId, releasedAt: IsNull() }, order: { since: 'ASC', id: 'ASC' } });
}

export const openMatter = (ctx: FirmContext, row: LegalHoldEntity): Promise<string> =>
  ctx.sealer.open(matterOf(row.id), row.matterSealed);

const matterOf = (id: string) => ({ table: 'app.legal_hold', column: 'matter', rowId: id });
