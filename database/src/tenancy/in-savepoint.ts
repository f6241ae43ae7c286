import type { DomainEvent } from '../spine/domain-event.ts';
import type { FirmContext } from './context.ts';

/** Runs work that may fail alone: what it wrote and the events it noted are gone when it throws, the rest of the transaction stays. */
export async function inSavepoint<T>(ctx: FirmContext, work: (ctx: FirmContext) => Promise<T>): Promise<T> {
  const noted: DomainEvent[] = [];
  const value = await ctx.em.transaction((em) =>
    work({ ...ctx, em, emit: (event) => void noted.push(event) }),
  );
  for (const event of noted) ctx.emit(event);
  return value;
}
