import type { PersonEntity } from '@rap/database/person/person.entity';
import { createPerson } from '@rap/database/person/person-commands';
import { NewPerson } from '@rap/contracts/person';
import type { z } from 'zod';
import type { TestFirm } from './world.ts';

/** A person in the firm's first book. */
export async function buildPerson(
  firm: TestFirm,
  overrides: Partial<z.input<typeof NewPerson>> = {},
): Promise<PersonEntity> {
  const { bookId, ...input } = NewPerson.parse({ firstName: 'Maria', lastName: 'Alvarez', ...overrides });
  const made = await firm.run((ctx) => createPerson(ctx, input, bookId ?? firm.bookId));
  if (made.outcome === 'refused') throw new Error(made.problem.message);
  return made.person;
}
