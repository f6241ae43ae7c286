import { Column, Entity, IsNull } from 'typeorm';
import type { HoldReason } from '@rap/contracts/hold';
import { RecordEntity } from '../records/record-entity.ts';
import { insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** The gate row that every segment and every send reads: no run has to be told. */
@Entity({ schema: 'app', name: 'person_hold' })
export class HoldEntity extends RecordEntity {
  @Column('uuid') personId!: string;
  @Column('text') reason!: HoldReason;
  @Column('timestamptz') since!: Date;
  @Column('timestamptz', { nullable: true }) releasedAt!: Date | null;
}

/** Puts a person on hold; a hold for the same reason that stands is the same hold. */
export async function holdPerson(
  ctx: FirmContext,
  personId: string,
  reason: HoldReason,
): Promise<HoldEntity> {
  const standing = await ctx.em
    .getRepository(HoldEntity)
    .findOneBy({ firmId: ctx.firmId, personId, reason, releasedAt: IsNull() });
  return standing ?? insertRecord(ctx, HoldEntity, { personId, reason, since: new Date(ctx.now()) });
}

/** Lifts one hold; others on the same person stay. */
export async function releaseHold(
  ctx: FirmContext,
  id: string,
  version: number,
): Promise<WriteOutcome<HoldEntity>> {
  return updateRecord(ctx, HoldEntity, id, version, { releasedAt: new Date(ctx.now()) });
}

/** The runs of a person that stand because of a hold: they sleep without an end, so a release has to wake them. */
export async function heldRuns(ctx: FirmContext, personId: string): Promise<string[]> {
  const rows: { id: string }[] = await ctx.em.query(
    `select id from app.enrolment where firm_id = $1 and person_id = $2 and status <> 'ended' and why = 'held'`,
    [ctx.firmId, personId],
  );
  return rows.map((row) => row.id);
}
