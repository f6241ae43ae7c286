import { writeLetter } from '../letter/letter-ledger.ts';
import { secondFactorOffWords } from '../letter/words.ts';
import { audit } from '../records/record-change.ts';
import { findRecord, updateRecord } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { UserEntity } from '../user/user.entity.ts';
import { revokeSessions } from './sessions.ts';

/** A notice is worth reading for so long. */
const LETTER_MS = 3 * 86_400_000;

/**
 * Switches off the second factor of a user of the firm, in one transaction with the reason, the end of their sessions and
 * the letter that tells them. `by` is a name for that letter.
 */
export async function switchOffSecondFactor(
  ctx: FirmContext,
  userId: string,
  { reason, by }: { reason: string; by: string },
): Promise<void> {
  const user = await findRecord(ctx, UserEntity, userId);
  if (!user) throw new Error(`there is no user ${userId}`);
  const offAt = { secondFactorOffAt: new Date(ctx.now()) };
  await updateRecord(ctx, UserEntity, userId, user.version, offAt, { reason });
  await audit(ctx, 'app.second_factor.switch_off', { userId });
  await ctx.em.query(`select directory.remove_totp($1)`, [user.identityId]);
  await revokeSessions(ctx, userId);
  await writeLetter(ctx, {
    kind: 'second_factor_off',
    address: user.email,
    userId,
    notAfterMs: ctx.now() + LETTER_MS,
    ...secondFactorOffWords({ name: user.displayName, by }),
  });
}
