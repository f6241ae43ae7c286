import { Inject, Injectable } from '@nestjs/common';
import type { Invitation, InvitationList, InvitationStatus, NewInvitation } from '@rap/contracts/invitation';
import { unknownBooks } from '@rap/database/book/book';
import {
  InvitationEntity,
  invite,
  isMember,
  openInvitation,
  withdraw,
} from '@rap/database/invitation/invitation';
import { Directory } from '@rap/database/identity/directory';
import { LetterEntity } from '@rap/database/letter/letter.entity';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { invalid, notFound } from '../http/problem-error.ts';
import { settled } from '../http/settled.ts';
import type { Settings } from '../settings.ts';
import { SETTINGS } from '../tokens.ts';

const invitation = { what: 'open invitation', show: present };

/** Who is asked to work in the firm. */
@Injectable()
export class InvitationService {
  private readonly directory: Directory;
  private readonly settings: Settings;

  constructor(directory: Directory, @Inject(SETTINGS) settings: Settings) {
    this.directory = directory;
    this.settings = settings;
  }

  async list(ctx: FirmContext, me: Principal): Promise<InvitationList> {
    authorise(me, 'user.manage');
    const rows = await ctx.em
      .getRepository(InvitationEntity)
      .find({ where: { firmId: ctx.firmId }, order: { id: 'DESC' } });
    const items: Invitation[] = [];
    for (const row of rows) items.push(await present(ctx, row));
    return { items };
  }

  async create(ctx: FirmContext, me: Principal, input: NewInvitation): Promise<Invitation> {
    authorise(me, 'user.manage');
    if (await isMember(ctx, input.email)) {
      throw invalid([{ field: 'email', code: 'member', message: 'This address works here already.' }]);
    }
    if ((await unknownBooks(ctx, input.bookIds)).length > 0) {
      throw invalid([{ field: 'bookIds', code: 'unknown_book', message: 'There is no such book.' }]);
    }
    const linkTo = (token: string): string => `${this.settings.PUBLIC_URL}/account/invitation?token=${token}`;
    return present(ctx, await invite(ctx, this.directory, input, linkTo));
  }

  async withdraw(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Invitation> {
    authorise(me, 'user.manage');
    if (!(await openInvitation(ctx, id))) throw notFound(invitation.what);
    return settled(ctx, invitation, await withdraw(ctx, id, version));
  }
}

async function present(ctx: FirmContext, row: InvitationEntity): Promise<Invitation> {
  const { firmId, letterId } = row;
  const letter = await ctx.em.getRepository(LetterEntity).findOneByOrFail({ firmId, id: letterId });
  const { id, version, email, displayName, role, bookIds } = row;
  return {
    id,
    version,
    email,
    displayName,
    role,
    bookIds,
    status: statusOf(row, ctx.now()),
    expiresAt: row.expiresAt.toISOString(),
    letter: letter.status,
  };
}

function statusOf(row: InvitationEntity, nowMs: number): InvitationStatus {
  if (row.acceptedAt) return 'accepted';
  if (row.withdrawnAt) return 'withdrawn';
  return row.expiresAt.getTime() < nowMs ? 'expired' : 'open';
}
