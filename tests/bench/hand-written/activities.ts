import type { MessageSender } from '@rap/activities/sending/message-sender';
import { loadFacts } from '@rap/database/facts/load-facts';
import { addNote } from '@rap/database/note/note-commands';
import { createTask } from '@rap/database/task/task-commands';
import type { FirmContext, Who } from '@rap/database/tenancy/context';
import type { TenantDb } from '@rap/database/tenancy/tenant-db';
import { TEMPLATE } from '../definitions.ts';
import type { HandWrittenStep } from './steps.ts';

const DAY_MS = 86_400_000;
const FACT = 'consent.email.service';

export type HandWrittenActivities = ReturnType<typeof createHandWrittenActivities>;

/** The same commands, gate, sealing and events as an automation's steps, each with its receipt in the same transaction. */
export function createHandWrittenActivities(db: TenantDb, sender: MessageSender) {
  const keyOf = (step: HandWrittenStep): string => `${step.run}:${step.n}`;

  /** an attempt whose answer was lost finds its receipt and is not done again */
  const inStep = <T>(step: HandWrittenStep, name: string, work: (ctx: FirmContext) => Promise<T>) =>
    db.run(whoOf(step), async (ctx) => {
      const value = await work(ctx);
      await receipt(ctx, step, name);
      return value;
    });

  return {
    mayBeMailed: (step: HandWrittenStep): Promise<boolean> =>
      inStep(step, 'mayBeMailed', async (ctx) => {
        const fact = (await loadFacts(ctx, step.personId, [FACT], Date.now()))[FACT];
        return fact !== undefined && 'value' in fact && fact.value === true;
      }),
    async sendMail(step: HandWrittenStep): Promise<void> {
      const outcome = await sender.send({
        who: whoOf(step),
        effectKey: keyOf(step),
        personId: step.personId,
        channel: 'email',
        purpose: 'service',
        wording: { template: { key: TEMPLATE.key, version: 1 } },
        notAfterMs: step.nowMs + DAY_MS,
        automatic: true,
      });
      if (outcome.of !== 'sent') throw new Error(`not sent: ${JSON.stringify(outcome)}`);
      await inStep(step, 'sendMail', () => Promise.resolve());
    },
    noteStep: (step: HandWrittenStep): Promise<void> => inStep(step, 'wait', () => Promise.resolve()),
    makeTask: (step: HandWrittenStep): Promise<void> =>
      inStep(step, 'makeTask', async (ctx) => {
        await createTask(
          ctx,
          { title: 'Call the lead', personId: step.personId, assigneeId: step.ownerId, priority: 'normal' },
          { madeBy: step.run, effectKey: keyOf(step) },
        );
      }),
    writeNote: (step: HandWrittenStep): Promise<void> =>
      inStep(step, 'writeNote', async (ctx) => {
        await addNote(ctx, {
          personId: step.personId,
          body: 'They have been welcomed.',
          effectKey: keyOf(step),
        });
      }),
  };
}

const whoOf = (step: HandWrittenStep): Who => ({
  firmId: step.firmId,
  actor: `run:${step.run}`,
  books: '*',
  correlationId: step.run,
});

const receipt = (ctx: FirmContext, step: HandWrittenStep, name: string): Promise<unknown> =>
  ctx.em.query(
    `insert into public.bench_receipt (firm_id, run, n, step) values ($1, $2, $3, $4) on conflict do nothing`,
    [ctx.firmId, step.run, step.n, { name, atMs: Date.now() }],
  );

export const CREATE_RECEIPTS = `
  create table if not exists public.bench_receipt (
    firm_id uuid not null, run text not null, n int not null, step jsonb not null, primary key (firm_id, run, n));
  grant select, insert on public.bench_receipt to app_rw;`;
