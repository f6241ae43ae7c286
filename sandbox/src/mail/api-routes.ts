import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { HttpError } from '../http-error.ts';
import type { MailActions } from './actions.ts';
import { MailFault } from './faults.ts';
import { type Mailbox, type StoredMail, firstAddress } from './mailbox.ts';
import { BounceInput, ReplyInput } from './person-mail.ts';

const Filter = z.strictObject({ to: z.string().optional(), messageId: z.string().optional() });
const Id = z.object({ id: z.string() });

/** The mailbox for tests and scripts, as JSON under `/mail/api`. */
export function registerMailApi(app: FastifyInstance, actions: MailActions): void {
  const { mailbox } = actions;
  const found = (params: unknown): StoredMail => findMail(mailbox, params);

  app.get('/mail/api/messages', (request) => ({
    messages: mailbox.list(Filter.parse(request.query)).map((stored) => messageJson(mailbox, stored)),
  }));
  app.get('/mail/api/messages/:id', (request) => messageJson(mailbox, found(request.params)));
  app.get('/mail/api/messages/:id/raw', (request, reply) =>
    reply.type('message/rfc822').send(found(request.params).raw),
  );
  app.post('/mail/api/messages/:id/reply', async (request, reply) => {
    const result = await actions.reply(found(request.params), ReplyInput.parse(request.body));
    return reply.code(result.taken ? 200 : 502).send(result);
  });
  app.post('/mail/api/messages/:id/bounce', async (request, reply) => {
    const result = await actions.bounce(found(request.params), BounceInput.parse(request.body ?? {}));
    return reply.code(result.taken ? 200 : 502).send(result);
  });
  app.post('/mail/api/messages/:id/unsubscribe', async (request, reply) => {
    const result = await actions.unsubscribe(found(request.params));
    return reply.code(result.done ? 200 : 502).send(result);
  });
  app.get('/mail/api/counters', () => ({ timesDelivered: mailbox.counters() }));
  app.get('/mail/api/faults', () => ({ faults: mailbox.faults.list() }));
  app.post('/mail/api/faults', (request, reply) => {
    mailbox.faults.add(MailFault.parse(request.body));
    return reply.code(201).send({ faults: mailbox.faults.list() });
  });
  app.delete('/mail/api/faults', (_request, reply) => {
    mailbox.faults.clear();
    return reply.code(204).send();
  });
  app.post('/mail/api/reset', (_request, reply) => {
    mailbox.reset();
    return reply.code(204).send();
  });
}

/** The message of a route's `:id`; 404 when it was not kept. */
export function findMail(mailbox: Mailbox, params: unknown): StoredMail {
  const stored = mailbox.find(Id.parse(params).id);
  if (!stored) throw new HttpError(404, 'not_found', 'There is no such message; only the newest are kept.');
  return stored;
}

function messageJson(mailbox: Mailbox, stored: StoredMail): Record<string, unknown> {
  const { mail } = stored;
  return {
    id: stored.id,
    receivedAt: new Date(stored.receivedAtMs).toISOString(),
    envelopeFrom: stored.envelopeFrom,
    envelopeTo: stored.envelopeTo,
    messageId: stored.messageId,
    timesDelivered: mailbox.timesDelivered(stored.messageId),
    from: firstAddress(mail.from) ?? null,
    replyTo: firstAddress(mail.replyTo) ?? null,
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? null,
    headers: mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    doings: stored.doings,
  };
}
