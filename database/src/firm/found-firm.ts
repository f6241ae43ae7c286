import { FirmSettings } from '@rap/contracts/firm-settings';
import { audit } from '../records/record-change.ts';
import { newId } from '../records/new-id.ts';
import type { FirmKeys } from '../sealing/firm-keys.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { FirmEntity } from './firm.entity.ts';

export interface NewFirm {
  readonly name: string;
  /** IANA zone */
  readonly timeZone: string;
  /** two-letter codes of the states it is registered in */
  readonly states: readonly string[];
  readonly phone?: string;
  readonly postalAddress?: string;
  readonly settings?: Partial<FirmSettings>;
  /** to try the product with: it may be erased whenever one likes */
  readonly isDemo?: boolean;
  readonly owner: {
    readonly identityId: string;
    readonly displayName: string;
    readonly email: string;
    readonly timeZone: string;
  };
}

export interface FoundedFirm {
  readonly firmId: string;
  readonly ownerId: string;
  readonly bookId: string;
}

/** The consumer that starts and signals automations; every firm has it from its first event on. */
export const AUTOMATIONS_CONSUMER = 'automations';

/**
 * Founds the firm of the context: its row, its keys, its audit chain, its consumer, its owner and the owner's book. The
 * context's firm id must be new.
 */
export async function foundFirm(ctx: FirmContext, keys: FirmKeys, input: NewFirm): Promise<FoundedFirm> {
  await ctx.em.getRepository(FirmEntity).insert({
    firmId: ctx.firmId,
    name: input.name,
    timeZone: input.timeZone,
    states: [...input.states],
    phone: input.phone ?? null,
    postalAddress: input.postalAddress ?? null,
    settings: FirmSettings.parse(input.settings ?? {}),
    isDemo: input.isDemo ?? false,
  });
  await keys.found(ctx.em, ctx.firmId);
  await ctx.em.query(`insert into audit.chain (firm_id) values ($1)`, [ctx.firmId]);
  await ctx.em.query(`insert into spine.consumer (firm_id, name) values ($1, $2)`, [
    ctx.firmId,
    AUTOMATIONS_CONSUMER,
  ]);
  const [ownerId, bookId] = [newId(), newId()];
  const { owner } = input;
  await ctx.em.query(
    `insert into app.user (id, identity_id, display_name, email, role, time_zone) values ($1, $2, $3, $4, 'owner', $5)`,
    [ownerId, owner.identityId, owner.displayName, owner.email, owner.timeZone],
  );
  await ctx.em.query(`insert into app.book (id, name) values ($1, $2)`, [
    bookId,
    `${owner.displayName}'s book`,
  ]);
  await ctx.em.query(`insert into app.book_member (book_id, user_id) values ($1, $2)`, [bookId, ownerId]);
  await audit(ctx, 'app.firm.found', { ownerId, bookId });
  return { firmId: ctx.firmId, ownerId, bookId };
}
