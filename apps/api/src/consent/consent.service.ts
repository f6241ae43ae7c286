import { Injectable } from '@nestjs/common';
import type {
  Channel,
  ConsentOfPerson,
  NewOptOut,
  NewPermission,
  NewSuppression,
  OptOut,
  OptOutsQuery,
  Permission,
} from '@rap/contracts/consent';
import {
  consentOf,
  givePermission,
  openConsentAddress,
  optOut,
  withdrawPermission,
} from '@rap/database/consent/consent-commands';
import type { Page } from '@rap/contracts/paging';
import { OptOutEntity, type PermissionEntity } from '@rap/database/consent/consent.entity';
import { addressHash, normaliseAddress } from '@rap/database/consent/address';
import { PersonEntity } from '@rap/database/person/person.entity';
import { withReach } from '@rap/database/person/person-queries';
import { listRecords } from '@rap/database/records/list-records';
import type { FirmContext } from '@rap/database/tenancy/context';
import { readEmailAddress } from '@rap/domain/messages/email-address';
import { readPhone } from '@rap/domain/messages/phone';
import { authorise } from '../http/authorise.ts';
import { readCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { invalid } from '../http/problem-error.ts';
import { found, paged, settled } from '../http/settled.ts';

@Injectable()
export class ConsentService {
  async ofPerson(ctx: FirmContext, me: Principal, personId: string): Promise<ConsentOfPerson> {
    authorise(me, 'consent.read');
    await found(ctx, PersonEntity, personId, 'person');
    const { permissions, optOuts } = await consentOf(ctx, personId);
    const shown: ConsentOfPerson = { permissions: [], optOuts: [] };
    for (const row of permissions) shown.permissions.push(await presentPermission(ctx, row));
    for (const row of optOuts) shown.optOuts.push(await presentOptOut(ctx, row));
    return shown;
  }

  /** Notes an agreement that was given by word or on paper; it lifts no opt-out. */
  async give(ctx: FirmContext, me: Principal, personId: string, input: NewPermission): Promise<Permission> {
    authorise(me, 'consent.change');
    const address = await this.ownAddress(ctx, personId, input.channel, input.address);
    const { channel, purpose, textShown, how } = input;
    const given = await givePermission(ctx, {
      personId,
      channel,
      purpose,
      address,
      textVersion: `noted:${how}`,
      textShown,
      proof: { how, notedBy: me.userId },
    });
    return presentPermission(ctx, given);
  }

  async withdraw(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Permission> {
    authorise(me, 'consent.change');
    const shown = { what: 'permission', show: presentPermission };
    return settled(ctx, shown, await withdrawPermission(ctx, id, version));
  }

  /** Closes an address because somebody asked for it by word; only the address itself can open it again. */
  async close(ctx: FirmContext, me: Principal, personId: string, input: NewOptOut): Promise<OptOut> {
    authorise(me, 'consent.change');
    const { channel, scope } = input;
    const address = await this.ownAddress(ctx, personId, channel, input.address);
    return presentOptOut(ctx, await optOut(ctx, { channel, scope, address, source: 'by_hand', personId }));
  }

  /**
   * The firm's list of addresses that get nothing, newest first. It names addresses of every book, for an opt-out binds
   * everybody who shares the address; who works for some books sees those of a person at the person.
   */
  async suppressed(ctx: FirmContext, me: Principal, query: OptOutsQuery): Promise<Page<OptOut>> {
    authorise(me, 'suppression.read');
    const { limit, after, channel, address, standing } = query;
    const hashes = address === undefined ? undefined : await hashesOf(ctx, address, channel);
    const listed = await listRecords(ctx, OptOutEntity, {
      where: { channel },
      narrow: (rows) => {
        rows.andWhere(standing ? 'r.liftedAt is null' : 'r.liftedAt is not null');
        if (hashes) rows.andWhere('r.addressHash in (:...hashes)', { hashes });
      },
      limit,
      after: readCursor(after),
    });
    return paged(ctx, { show: presentOptOut }, listed);
  }

  /** Puts an address on the list, also one of nobody known: a word by telephone, a list from another system. */
  async suppress(ctx: FirmContext, me: Principal, input: NewSuppression): Promise<OptOut> {
    authorise(me, 'consent.change');
    const { channel, scope } = input;
    const address = readAddress(channel, input.address);
    return presentOptOut(
      ctx,
      await optOut(ctx, { channel, scope, address, source: 'by_hand', personId: null }),
    );
  }

  /** The address as the person's record has it; one that is not theirs is refused. */
  private async ownAddress(
    ctx: FirmContext,
    personId: string,
    channel: Channel,
    given: string,
  ): Promise<string> {
    const [person] = await withReach(ctx, [await found(ctx, PersonEntity, personId, 'person')]);
    const phone = channel === 'sms' ? readPhone(given) : undefined;
    const asked = normaliseAddress(channel, phone?.ok ? phone.e164 : given);
    const own =
      channel === 'email'
        ? person?.emails.map(({ address }) => address)
        : person?.phones.map(({ e164 }) => e164);
    const match = own?.find((address) => normaliseAddress(channel, address) === asked);
    if (match !== undefined) return match;
    const message = `This person has no such ${channel === 'email' ? 'email address' : 'number'}: add it to the person first.`;
    throw invalid([{ field: 'address', code: 'not_theirs', message }]);
  }
}

/** As it is compared; what is no address is refused with what mends it. */
function readAddress(channel: Channel, given: string): string {
  const read = channel === 'email' ? readEmailAddress(given) : readPhone(given);
  if (!read.ok) throw invalid([{ field: 'address', code: read.code, message: read.message }]);
  return 'e164' in read ? read.e164 : read.normalised;
}

/** What an address is found by, as an e-mail address and as a number. */
async function hashesOf(ctx: FirmContext, address: string, channel: Channel | undefined): Promise<Buffer[]> {
  const channels: readonly Channel[] = channel ? [channel] : address.includes('@') ? ['email'] : ['sms'];
  return Promise.all(channels.map((one) => addressHash(ctx, one, readAddress(one, address))));
}

const presentPermission = async (ctx: FirmContext, row: PermissionEntity): Promise<Permission> => ({
  id: row.id,
  version: row.version,
  personId: row.personId,
  channel: row.channel,
  purpose: row.purpose,
  address: await openConsentAddress(ctx, row),
  textVersion: row.textVersion,
  textShown: row.textShown,
  proof: row.proof,
  givenAt: row.givenAt.toISOString(),
  withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
  awaitsYes: row.awaitsYes,
});

const presentOptOut = async (ctx: FirmContext, row: OptOutEntity): Promise<OptOut> => ({
  id: row.id,
  channel: row.channel,
  address: await openConsentAddress(ctx, row),
  scope: row.scope,
  source: row.source,
  since: row.since.toISOString(),
  liftedAt: row.liftedAt?.toISOString() ?? null,
});
