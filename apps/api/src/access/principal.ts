import type { Actor } from '@rap/contracts/actor';
import type { Books, Who } from '@rap/database/tenancy/context';
import type { Asker } from '@rap/domain/policy/rule';

/** Who a request comes from, after the session or the API key was checked. */
export interface Principal extends Asker {
  readonly firmId: string;
  readonly actor: Actor;
  readonly books: Books;
  readonly identityId: string;
  /** null for an API key */
  readonly sessionId: string | null;
}

/** The context that the database asks for. */
export const whoOf = (principal: Principal, correlationId: string): Who => ({
  firmId: principal.firmId,
  actor: principal.actor,
  books: principal.books,
  correlationId,
});
