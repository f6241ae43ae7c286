import { In, IsNull, MoreThan } from 'typeorm';
import type { Channel, OptOutScope, OptOutSource, Purpose } from '@rap/contracts/consent';
import { newId } from '../records/new-id.ts';
import { insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { addressHash } from './address.ts';
import { OptOutEntity, PermissionEntity } from './consent.entity.ts';

export interface GivenPermission {
  readonly personId: string;
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly address: string;
  /** which wording, and the wording itself as it was shown */
  readonly textVersion: string;
  readonly textShown: string;
  /** how it was given: form and submission, network address, or who noted it and why; ids and codes */
  readonly proof: Readonly<Record<string, unknown>>;
  /** it does not count before the phone itself says YES */
  readonly awaitsYes?: boolean;
}

/** A YES so long after the question is an answer to something else. */
const YES_WITHIN_MS = 72 * 3_600_000;

/** Records an agreement. It never lifts an opt-out: only the address itself can do that. */
export async function givePermission(ctx: FirmContext, given: GivenPermission): Promise<PermissionEntity> {
  const id = newId();
  const permission = await insertRecord(ctx, PermissionEntity, {
    id,
    personId: given.personId,
    channel: given.channel,
    purpose: given.purpose,
    addressSealed: await ctx.sealer.seal(
      { table: 'app.permission', column: 'address', rowId: id },
      given.address,
    ),
    addressHash: await addressHash(ctx, given.channel, given.address),
    textVersion: given.textVersion,
    textShown: given.textShown,
    proof: { ...given.proof },
    givenAt: new Date(ctx.now()),
    awaitsYes: given.awaitsYes ?? false,
  });
  if (!permission.awaitsYes) tellGiven(ctx, permission);
  return permission;
}

/** Whether the very same agreement stands: sent again, the form adds nothing. */
export async function hasPermission(ctx: FirmContext, given: GivenPermission): Promise<boolean> {
  const { personId, channel, purpose, textVersion, textShown } = given;
  const standing = await ctx.em.getRepository(PermissionEntity).findBy({
    firmId: ctx.firmId,
    personId,
    channel,
    purpose,
    textVersion,
    textShown,
    addressHash: await addressHash(ctx, channel, given.address),
    withdrawnAt: IsNull(),
  });
  return standing.some((row) => !row.awaitsYes || row.givenAt.getTime() > ctx.now() - YES_WITHIN_MS);
}

/** Whether this number has been asked for its YES and may still give it. */
export async function awaitsYes(ctx: FirmContext, number: string): Promise<boolean> {
  return (await awaiting(ctx, number)).length > 0;
}

/** The phone itself has said YES: what waited for it counts. Answers how many agreements that were. */
export async function confirmByYes(ctx: FirmContext, number: string): Promise<number> {
  const waiting = await awaiting(ctx, number);
  for (const { id, version } of waiting) {
    const written = await updateRecord(ctx, PermissionEntity, id, version, { awaitsYes: false });
    if (written.outcome === 'written') tellGiven(ctx, written.row);
  }
  return waiting.length;
}

async function awaiting(ctx: FirmContext, number: string): Promise<PermissionEntity[]> {
  return ctx.em.getRepository(PermissionEntity).findBy({
    firmId: ctx.firmId,
    channel: 'sms',
    addressHash: await addressHash(ctx, 'sms', number),
    awaitsYes: true,
    withdrawnAt: IsNull(),
    givenAt: MoreThan(new Date(ctx.now() - YES_WITHIN_MS)),
  });
}

function tellGiven(ctx: FirmContext, { id, personId, channel, purpose }: PermissionEntity): void {
  ctx.emit({ subjectId: personId, kind: 'consent.given', payload: { permissionId: id, channel, purpose } });
}

export interface GivenOptOut {
  readonly channel: Channel;
  readonly address: string;
  readonly scope: OptOutScope;
  readonly source: OptOutSource;
  /** whose message led to it, when that is known */
  readonly personId: string | null;
}

/** Closes an address. Doing it twice is the same as once: the first opt-out stands, with its date. */
export async function optOut(ctx: FirmContext, given: GivenOptOut): Promise<OptOutEntity> {
  const standing = await standingOptOut(ctx, given);
  if (standing) return standing;
  const [id, hash] = [newId(), await addressHash(ctx, given.channel, given.address)];
  const closed = await insertRecord(ctx, OptOutEntity, {
    id,
    channel: given.channel,
    addressSealed: await ctx.sealer.seal(
      { table: 'app.opt_out', column: 'address', rowId: id },
      given.address,
    ),
    addressHash: hash,
    scope: given.scope,
    source: given.source,
    personId: given.personId,
    since: new Date(ctx.now()),
  });
  if (given.personId) {
    ctx.emit({
      subjectId: given.personId,
      kind: 'consent.withdrawn',
      payload: { channel: given.channel, scope: given.scope, source: given.source },
    });
  }
  return closed;
}

/** The opt-out of this scope that is in force at an address. */
export async function standingOptOut(
  ctx: FirmContext,
  { channel, address, scope }: Pick<GivenOptOut, 'channel' | 'address' | 'scope'>,
): Promise<OptOutEntity | undefined> {
  const standing = await ctx.em.getRepository(OptOutEntity).findOneBy({
    firmId: ctx.firmId,
    channel,
    addressHash: await addressHash(ctx, channel, address),
    scope,
    liftedAt: IsNull(),
  });
  return standing ?? undefined;
}

/** Opens an address again because it asked for it itself (START). Answers how many opt-outs were lifted. */
export async function liftOptOuts(ctx: FirmContext, channel: Channel, address: string): Promise<number> {
  const hash = await addressHash(ctx, channel, address);
  const standing = await ctx.em
    .getRepository(OptOutEntity)
    .findBy({ firmId: ctx.firmId, channel, addressHash: hash, liftedAt: IsNull() });
  for (const row of standing) {
    await updateRecord(ctx, OptOutEntity, row.id, row.version, {
      liftedAt: new Date(ctx.now()),
      liftedBy: 'address',
    });
  }
  return standing.length;
}

/** Ends an agreement that somebody took back by word. It closes nothing else: that is what an opt-out does. */
export async function withdrawPermission(
  ctx: FirmContext,
  id: string,
  version: number,
): Promise<WriteOutcome<PermissionEntity>> {
  const written = await updateRecord(ctx, PermissionEntity, id, version, {
    withdrawnAt: new Date(ctx.now()),
  });
  if (written.outcome === 'written') {
    const { personId, channel } = written.row;
    const scope = written.row.purpose === 'marketing' ? 'marketing' : 'all';
    ctx.emit({
      subjectId: personId,
      kind: 'consent.withdrawn',
      payload: { channel, scope, source: 'by_hand' },
    });
  }
  return written;
}

/** The address that an agreement or an opt-out is about. */
export async function openConsentAddress(
  ctx: FirmContext,
  row: PermissionEntity | OptOutEntity,
): Promise<string> {
  const table = row instanceof OptOutEntity ? 'app.opt_out' : 'app.permission';
  return ctx.sealer.open({ table, column: 'address', rowId: row.id }, row.addressSealed);
}

/** Every agreement of a person, and every opt-out on an address that they have or had, newest first. */
export async function consentOf(
  ctx: FirmContext,
  personId: string,
): Promise<{ permissions: PermissionEntity[]; optOuts: OptOutEntity[] }> {
  const permissions = await ctx.em
    .getRepository(PermissionEntity)
    .find({ where: { firmId: ctx.firmId, personId }, order: { givenAt: 'DESC', id: 'DESC' } });
  const hashes = await hashesOf(ctx, personId);
  const optOuts = await ctx.em.getRepository(OptOutEntity).find({
    where: [
      { firmId: ctx.firmId, personId },
      { firmId: ctx.firmId, addressHash: In(hashes) },
    ],
    order: { since: 'DESC', id: 'DESC' },
  });
  return { permissions, optOuts };
}

async function hashesOf(ctx: FirmContext, personId: string): Promise<Buffer[]> {
  const rows: { channel: Channel; address: string }[] = await ctx.em.query(
    `select 'email' as channel, address from app.person_email where firm_id = $1 and person_id = $2
     union select 'sms', e164 from app.person_phone where firm_id = $1 and person_id = $2`,
    [ctx.firmId, personId],
  );
  return Promise.all(rows.map(({ channel, address }) => addressHash(ctx, channel, address)));
}
