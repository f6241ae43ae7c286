import type { Pool } from 'pg';
import type { Consumer } from '@rap/workers/relay/relay';

/** A consumer that writes down each hand-over, after a random delay, in a table that no transaction of the product touches. */
export function loggingConsumer(log: Pool, relay: string): Consumer {
  return {
    names: () => Promise.resolve(['automations']),
    async handle(_consumer, event) {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 8));
      await log.query(`insert into public.handed (subject_id, seq, relay) values ($1, $2, $3)`, [
        event.subjectId,
        event.seq,
        relay,
      ]);
    },
  };
}

export const CREATE_LOG = `create table public.handed (no bigserial primary key, subject_id uuid not null, seq bigint not null, relay text not null)`;
