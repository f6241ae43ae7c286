import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FirmFounded, FirmSetUp, FirmSetUpLink, FirmSetUpStanding } from '@rap/contracts/firm-set-up';
import { foundFirm } from '@rap/database/firm/found-firm';
import { Directory } from '@rap/database/identity/directory';
import { passwordFault } from '@rap/database/identity/password-rules';
import { Tickets } from '@rap/database/identity/tickets';
import { FirmKeys } from '@rap/database/sealing/firm-keys';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { checkZone } from '../http/check-zone.ts';
import { Limits } from '../http/limits.ts';
import { invalid, ProblemError } from '../http/problem-error.ts';
import { provePassword } from '../http/prove-password.ts';
import type { Visitor } from '../http/visitor.ts';

/** Whoever holds a link of the platform founds their firm: its row, its keys, its owner, in one transaction with the ticket's end. */
@Injectable()
export class FirmSetUpService {
  private readonly db: TenantDb;
  private readonly keys: FirmKeys;
  private readonly directory: Directory;
  private readonly tickets: Tickets;
  private readonly limits: Limits;

  constructor(db: TenantDb, keys: FirmKeys, directory: Directory, tickets: Tickets, limits: Limits) {
    this.db = db;
    this.keys = keys;
    this.directory = directory;
    this.tickets = tickets;
    this.limits = limits;
  }

  /** Looking uses nothing up. */
  async look(link: FirmSetUpLink, visitor: Visitor): Promise<FirmSetUpStanding> {
    const identityId = await this.holderOf(link, visitor);
    return { known: (await this.directory.membershipsOf(identityId)).length > 0 };
  }

  async found(input: FirmSetUp, visitor: Visitor): Promise<FirmFounded> {
    const identityId = await this.holderOf(input, visitor);
    checkZone(input.timeZone);
    await this.takePassword(identityId, input, visitor);
    const { email, displayName, timeZone, name, states, phone, postalAddress, settings } = input;
    const { correlationId } = visitor;
    const firmId = randomUUID();
    const who = { firmId, actor: 'system:firm-set-up', books: '*', correlationId } as const;
    await this.db.run(who, async (ctx) => {
      if ((await this.tickets.useIn(ctx, input.ticket, 'firm_set_up')) === undefined) throw notThisLink();
      const { ownerId } = await foundFirm(ctx, this.keys, {
        name,
        timeZone,
        states,
        ...(phone ? { phone } : {}),
        postalAddress,
        settings,
        owner: { identityId, displayName, email, timeZone },
      });
      await this.directory.put(ctx, 'login', email, ownerId);
    });
    return { firmId };
  }

  /** Who works in another firm shows the password of the account; everybody else chooses one. */
  private async takePassword(identityId: string, input: FirmSetUp, { network }: Visitor): Promise<void> {
    const { email, password, displayName, name } = input;
    if ((await this.directory.membershipsOf(identityId)).length > 0) {
      await provePassword(this.directory, email, password, network);
      return;
    }
    const fault = passwordFault(password, { email, names: [displayName, name] });
    if (fault) throw invalid([{ field: 'password', ...fault }]);
    await this.directory.setPassword(identityId, password);
  }

  private async holderOf({ ticket, email }: FirmSetUpLink, { network }: Visitor): Promise<string> {
    const identityId = await this.limits.whileLinksAreRight(network, () =>
      this.tickets.find(ticket, 'firm_set_up'),
    );
    // the account keeps no address, only a hash of it: the link says it, and it has to be the one
    if (!identityId || (await this.directory.identityOf(email)) !== identityId) throw notThisLink();
    return identityId;
  }
}

const notThisLink = (): ProblemError =>
  new ProblemError(404, 'not_open', 'This link is not good any more', {
    detail: 'It is good once and for seven days: ask whoever runs the platform for another.',
  });
