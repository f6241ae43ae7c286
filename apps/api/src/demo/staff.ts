import type { Role } from '@rap/contracts/actor';
import { BookEntity } from '@rap/database/book/book';
import type { Directory } from '@rap/database/identity/directory';
import { insertRecord } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import { addToBooks } from '@rap/database/user/user-commands';
import { UserEntity } from '@rap/database/user/user.entity';

export interface Staff {
  readonly name: string;
  readonly role: Role;
  readonly title?: string;
  /** E.164, of the numbers that are set aside for stories */
  readonly phone?: string;
}

export interface Account extends Staff {
  readonly email: string;
  readonly password: string;
  readonly identityId: string;
}

/** Who works in the demo firm beside its founder, none of them real. */
export const STAFF: readonly Staff[] = [
  { name: 'Grant Osei', role: 'advisor', title: 'Senior advisor, CFP', phone: '+12165550192' },
  { name: 'Lena Whitford', role: 'advisor', title: 'Advisor, RICP', phone: '+12165550193' },
  { name: 'Tomas Vidal', role: 'assistant' },
  { name: 'June Parker', role: 'assistant' },
  { name: 'Ruth Adler', role: 'compliance' },
  { name: 'Neil Okafor', role: 'compliance' },
  { name: 'Sam Lindqvist', role: 'operations' },
  { name: 'Ada Boyle', role: 'operations' },
];

/** Makes them users of the firm; each advisor gets a book, and the assistants work for every book. */
export async function addStaff(
  ctx: FirmContext,
  directory: Directory,
  accounts: readonly Account[],
  firstBookId: string,
): Promise<void> {
  const bookIds = [firstBookId];
  for (const { name, role, email, identityId, title, phone } of accounts) {
    const user = await insertRecord(ctx, UserEntity, {
      identityId,
      displayName: name,
      email,
      role,
      title: title ?? null,
      phone: phone ?? null,
      timeZone: 'America/New_York',
      ...(role === 'advisor'
        ? { bookingLink: `https://harbor.example/book/${name.split(' ')[0]?.toLowerCase()}` }
        : {}),
    });
    await directory.put(ctx, 'login', email, user.id);
    if (role === 'advisor') {
      const book = await insertRecord(ctx, BookEntity, { name: `${name}'s book` });
      await addToBooks(ctx, [book.id], [user.id]);
      bookIds.push(book.id);
    }
    if (role === 'assistant') await addToBooks(ctx, bookIds, [user.id]);
  }
}
