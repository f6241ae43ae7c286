import type { Person } from '@rap/contracts/person';
import { openPersonDates } from '@rap/database/person/person-dates';
import type { PersonWithReach } from '@rap/database/person/person-queries';
import type { FirmContext } from '@rap/database/tenancy/context';

/** A person as the API shows them, with their sealed dates opened. */
export async function presentPerson(
  ctx: FirmContext,
  { person, emails, phones }: PersonWithReach,
): Promise<Person> {
  const { birthDate, reviewDueOn } = await openPersonDates(ctx, person);
  return {
    id: person.id,
    version: person.version,
    bookId: person.bookId,
    ownerId: person.ownerId,
    firstName: person.firstName,
    lastName: person.lastName,
    language: person.language === 'es' ? 'es' : 'en',
    preferredName: person.preferredName,
    preferredChannel: person.preferredChannel,
    timeZone: person.timeZone,
    timeZoneSource: person.timeZoneSource,
    addressLine: person.addressLine,
    city: person.city,
    state: person.state,
    postalCode: person.postalCode,
    birthDate,
    reviewDueOn,
    emails: emails.map(({ id, version, address, label, isPrimary, bouncedAt }) => ({
      id,
      version,
      address,
      label,
      isPrimary,
      bouncedAt: bouncedAt?.toISOString() ?? null,
    })),
    phones: phones.map(({ id, version, number, e164, label, isPrimary, canText }) => ({
      id,
      version,
      number,
      e164,
      label,
      isPrimary,
      canText,
    })),
    lastContactAt: person.lastContactAt?.toISOString() ?? null,
    createdAt: person.createdAt.toISOString(),
    deletedAt: person.deletedAt?.toISOString() ?? null,
  };
}
