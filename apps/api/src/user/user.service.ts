import { Injectable } from '@nestjs/common';
import type {
  ProfileChanges,
  SessionList,
  User,
  UserAccessList,
  UserChanges,
  UserLeaving,
  UserList,
} from '@rap/contracts/user';
import { unknownBooks } from '@rap/database/book/book';
import { Directory } from '@rap/database/identity/directory';
import { openSessions, revokeSessions } from '@rap/database/identity/sessions';
import { findRecord } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import { handOver } from '@rap/database/user/hand-over';
import {
  booksOfUsers,
  changeUser,
  deactivateUser,
  reactivateUser,
  type UserWritten,
} from '@rap/database/user/user-commands';
import { usersSeen } from '@rap/database/user/user-access';
import { UserEntity } from '@rap/database/user/user.entity';
import { readPhone } from '@rap/domain/messages/phone';
import { authorise } from '../http/authorise.ts';
import { checkZone } from '../http/check-zone.ts';
import type { Principal } from '../http/edge.ts';
import { invalid, ProblemError } from '../http/problem-error.ts';
import { found, settled } from '../http/settled.ts';
import { presentSession } from '../session/present-session.ts';

const user = { what: 'user', show: present };

/** Who works in the firm. */
@Injectable()
export class UserService {
  private readonly directory: Directory;

  constructor(directory: Directory) {
    this.directory = directory;
  }

  async list(ctx: FirmContext, me: Principal): Promise<UserList> {
    authorise(me, 'user.read');
    const rows = await ctx.em
      .getRepository(UserEntity)
      .find({ where: { firmId: ctx.firmId }, order: { displayName: 'ASC', id: 'ASC' } });
    const books = await booksOfUsers(ctx);
    return { items: rows.map((row) => shown(row, books)) };
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<User> {
    authorise(me, 'user.read');
    return present(ctx, await found(ctx, UserEntity, id, user.what));
  }

  async change(ctx: FirmContext, me: Principal, id: string, input: UserChanges): Promise<User> {
    authorise(me, 'user.manage');
    checkZone(input.timeZone);
    if ((await unknownBooks(ctx, input.bookIds ?? [])).length > 0) {
      throw invalid([{ field: 'bookIds', code: 'unknown_book', message: 'There is no such book.' }]);
    }
    return written(ctx, await changeUser(ctx, id, withPhone(input)));
  }

  async own(ctx: FirmContext, me: Principal): Promise<User> {
    authorise(me, 'user.read');
    return present(ctx, await found(ctx, UserEntity, me.userId, user.what));
  }

  /** What somebody says of themselves needs no leave, and cannot name another. */
  async changeOwn(ctx: FirmContext, me: Principal, input: ProfileChanges): Promise<User> {
    authorise(me, 'user.read');
    checkZone(input.timeZone);
    return written(ctx, await changeUser(ctx, me.userId, withPhone(input)));
  }

  async access(ctx: FirmContext, me: Principal): Promise<UserAccessList> {
    authorise(me, 'user.manage');
    const items = await usersSeen(ctx);
    return { items: items.map((seen) => ({ ...seen, lastSeenAt: seen.lastSeenAt?.toISOString() ?? null })) };
  }

  /** Ends a membership, with its sessions and keys. What they did stays under their name; what is open goes to whom one says. */
  async deactivate(
    ctx: FirmContext,
    me: Principal,
    id: string,
    { version, handToId }: UserLeaving,
  ): Promise<User> {
    authorise(me, 'user.manage');
    const heir = handToId === null ? undefined : await findHeir(ctx, id, handToId);
    const left = await deactivateUser(ctx, this.directory, id, version);
    if (left.outcome === 'written' && heir) {
      const handed = await handOver(ctx, id, heir);
      // the whole is rolled back: nobody has left
      if (handed.outcome === 'outside') throw outside(heir, handed.books);
    }
    return written(ctx, left);
  }

  /** Who has left comes back with the role and the books that they had. */
  async reactivate(ctx: FirmContext, me: Principal, id: string, version: number): Promise<User> {
    authorise(me, 'user.manage');
    return written(ctx, await reactivateUser(ctx, this.directory, id, version));
  }

  async sessions(ctx: FirmContext, me: Principal, id: string): Promise<SessionList> {
    authorise(me, 'user.manage');
    await found(ctx, UserEntity, id, user.what);
    return {
      items: (await openSessions(ctx, id)).map((session) => presentSession(session, me.sessionId)),
    };
  }

  /** Signs somebody out everywhere. */
  async signOut(ctx: FirmContext, me: Principal, id: string): Promise<void> {
    authorise(me, 'user.manage');
    await found(ctx, UserEntity, id, user.what);
    await revokeSessions(ctx, id);
  }
}

/** The number as it is dialled; one that no telephone has is refused at its field. */
function withPhone<T extends ProfileChanges>(input: T): T {
  if (!input.phone) return input;
  const read = readPhone(input.phone);
  if (!read.ok) throw invalid([{ field: 'phone', code: read.code, message: read.message }]);
  return { ...input, phone: read.e164 };
}

async function findHeir(ctx: FirmContext, leaverId: string, id: string): Promise<UserEntity> {
  const heir = id === leaverId ? undefined : await findRecord(ctx, UserEntity, id);
  if (heir?.status === 'active') return heir;
  const message = 'Choose somebody else who works here.';
  throw invalid([{ field: 'handToId', code: 'unknown_user', message }]);
}

function outside({ displayName }: UserEntity, books: readonly string[]): ProblemError {
  const which = new Intl.ListFormat('en-US').format(books);
  const message = `${displayName} does not work for ${which} and would not see everybody. Let them work for it first, or choose somebody else.`;
  return invalid([{ field: 'handToId', code: 'outside_books', message }]);
}

async function written(ctx: FirmContext, outcome: UserWritten): Promise<User> {
  if (outcome.outcome !== 'last_owner') return settled(ctx, user, outcome);
  throw new ProblemError(409, 'last_owner', 'A firm needs an owner', {
    detail: 'Make somebody else an owner first.',
  });
}

async function present(ctx: FirmContext, row: UserEntity): Promise<User> {
  return shown(row, await booksOfUsers(ctx));
}

function shown(row: UserEntity, books: ReadonlyMap<string, string[]>): User {
  const { id, version, displayName, email, role, timeZone, bookingLink, title, phone, status } = row;
  return {
    id,
    version,
    displayName,
    email,
    role,
    timeZone,
    bookingLink,
    title,
    phone,
    status,
    bookIds: books.get(id) ?? [],
  };
}
