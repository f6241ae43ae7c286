import { randomUUID } from 'node:crypto';
import { KnownId } from './schema-values.ts';

/** Fields whose name is not that of the collection their record is in. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  personId: 'people',
  referredById: 'people',
  sourceId: 'lead-sources',
  tagId: 'tags',
  leadId: 'leads',
  ownerId: 'users',
  hostId: 'users',
  assigneeId: 'users',
  userId: 'users',
  bookId: 'books',
  threadId: 'communications',
};

/** Ids that answers have shown, by collection, so that later requests name records that exist. */
export class KnownIds {
  private readonly ids = new Map<string, string[]>();

  add(collection: string, id: string): void {
    const known = this.ids.get(collection) ?? [];
    if (!known.includes(id)) this.ids.set(collection, [...known, id].slice(-20));
  }

  /** Takes the ids out of an answer: of the record itself, of a list, and of addresses and numbers inside a person. */
  learn(collection: string, answer: unknown): void {
    if (Array.isArray(answer)) return answer.forEach((entry) => this.learn(collection, entry));
    if (typeof answer !== 'object' || answer === null) return;
    for (const [name, value] of Object.entries(answer)) {
      if (name === 'id' && typeof value === 'string') this.add(collection, value);
      if (name === 'items') this.learn(collection, value);
      if (name === 'emails' || name === 'phones' || name === 'permissions') this.learn(name, value);
    }
  }

  /** The same value with ids of records in it. */
  fill(value: unknown): unknown {
    if (value instanceof KnownId) return this.pick(value);
    if (Array.isArray(value)) return value.map((entry) => this.fill(entry));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.fill(inner)]));
  }

  private pick({ field, pick }: KnownId): string {
    const known = this.ids.get(COLLECTIONS[field] ?? field) ?? [];
    return known[pick % Math.max(known.length, 1)] ?? randomUUID();
  }
}
