import { Column, Entity } from 'typeorm';
import type { Role } from '@rap/contracts/actor';
import type { NewInvitation } from '@rap/contracts/invitation';
import type { Directory } from '../identity/directory.ts';
import { hashOfSecret, newSecret } from '../identity/secret.ts';
import { writeLetter } from '../letter/letter-ledger.ts';
import { invitationWords } from '../letter/words.ts';
import { newId } from '../records/new-id.ts';
import { RecordEntity } from '../records/record-entity.ts';
import { findRecord, insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { addToBooks } from '../user/user-commands.ts';
import { UserEntity } from '../user/user.entity.ts';
import { FirmEntity } from '../firm/firm.entity.ts';

const GOOD_FOR_DAYS = 7;
const DAY_MS = 86_400_000;

/** Somebody is asked to work in the firm. The letter holds the only copy of the token. */
@Entity({ schema: 'app', name: 'invitation' })
export class InvitationEntity extends RecordEntity {
  @Column('text') email!: string;
  @Column('text') displayName!: string;
  @Column('text') role!: Role;
  @Column('uuid', { array: true, default: '{}' }) bookIds!: string[];
  @Column('bytea') tokenHash!: Buffer;
  @Column('uuid') letterId!: string;
  @Column('timestamptz') expiresAt!: Date;
  @Column('timestamptz', { nullable: true }) acceptedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) withdrawnAt!: Date | null;
  @Column('uuid', { nullable: true }) userId!: string | null;
}

/** Invites, findable by the address; `linkTo` makes the address of the page out of the token. An open invitation of the same address is withdrawn. */
export async function invite(
  ctx: FirmContext,
  directory: Directory,
  input: NewInvitation,
  linkTo: (token: string) => string,
): Promise<InvitationEntity> {
  const firm = await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId: ctx.firmId });
  for (const open of await openInvitations(ctx, input.email)) await withdraw(ctx, open.id, open.version);
  const [id, secret, expiresAtMs] = [newId(), newSecret(), ctx.now() + GOOD_FOR_DAYS * DAY_MS];
  const url = linkTo(`${ctx.firmId}.${secret}`);
  const letterId = await writeLetter(ctx, {
    kind: 'invitation',
    address: input.email,
    notAfterMs: expiresAtMs,
    ...invitationWords({ name: input.displayName, firm: firm.name, url, days: GOOD_FOR_DAYS }),
  });
  const { email, displayName, role, bookIds } = input;
  const tokenHash = hashOfSecret(secret);
  const expiresAt = new Date(expiresAtMs);
  const values = { id, email, displayName, role, bookIds, tokenHash, letterId, expiresAt };
  await directory.put(ctx, 'invitation', email, id);
  return insertRecord(ctx, InvitationEntity, values);
}

export async function withdraw(
  ctx: FirmContext,
  id: string,
  version: number,
): Promise<WriteOutcome<InvitationEntity>> {
  return updateRecord(ctx, InvitationEntity, id, version, { withdrawnAt: new Date(ctx.now()) });
}

/** The invitation of a token, as long as it is open; locked, so that it is accepted once. */
export async function invitationOf(ctx: FirmContext, secret: string): Promise<InvitationEntity | undefined> {
  const found = await ctx.em
    .getRepository(InvitationEntity)
    .createQueryBuilder('i')
    .where({ firmId: ctx.firmId, tokenHash: hashOfSecret(secret) })
    .andWhere('i.acceptedAt is null and i.withdrawnAt is null and i.expiresAt > :now', {
      now: new Date(ctx.now()),
    })
    .setLock('pessimistic_write')
    .getOne();
  return found ?? undefined;
}

/** Makes the invited account a user of the firm; somebody who had left comes back under their old id. */
export async function acceptInvitation(
  ctx: FirmContext,
  directory: Directory,
  invitation: InvitationEntity,
  identityId: string,
): Promise<UserEntity> {
  const { email, displayName, role, bookIds } = invitation;
  const known = await ctx.em.getRepository(UserEntity).findOneBy({ firmId: ctx.firmId, identityId });
  const firm = await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId: ctx.firmId });
  const user = known
    ? await comeBack(ctx, known, { displayName, role, email })
    : await insertRecord(ctx, UserEntity, { identityId, displayName, email, role, timeZone: firm.timeZone });
  await addToBooks(ctx, bookIds, [user.id]);
  await directory.put(ctx, 'login', email, user.id);
  const accepted = { acceptedAt: new Date(ctx.now()), userId: user.id };
  await updateRecord(ctx, InvitationEntity, invitation.id, invitation.version, accepted);
  return user;
}

/** Whether the address belongs to somebody who works here already. */
export async function isMember(ctx: FirmContext, email: string): Promise<boolean> {
  const rows: unknown[] = await ctx.em.query(
    `select 1 from app.user where firm_id = $1 and lower(email) = lower($2) and status = 'active'`,
    [ctx.firmId, email],
  );
  return rows.length > 0;
}

async function comeBack(
  ctx: FirmContext,
  known: UserEntity,
  changes: Pick<UserEntity, 'displayName' | 'role' | 'email'>,
): Promise<UserEntity> {
  const written = await updateRecord(ctx, UserEntity, known.id, known.version, {
    ...changes,
    status: 'active',
  });
  if (written.outcome !== 'written') throw new Error(`user ${known.id} was changed meanwhile`);
  return written.row;
}

async function openInvitations(ctx: FirmContext, email: string): Promise<InvitationEntity[]> {
  return ctx.em
    .getRepository(InvitationEntity)
    .createQueryBuilder('i')
    .where({ firmId: ctx.firmId })
    .andWhere('lower(i.email) = lower(:email) and i.acceptedAt is null and i.withdrawnAt is null', { email })
    .getMany();
}

/** One of the firm's invitations that can still be withdrawn. */
export async function openInvitation(ctx: FirmContext, id: string): Promise<InvitationEntity | undefined> {
  const row = await findRecord(ctx, InvitationEntity, id);
  return row && !row.acceptedAt && !row.withdrawnAt ? row : undefined;
}
