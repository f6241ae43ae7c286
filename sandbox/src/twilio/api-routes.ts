import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { TwilioFault } from './faults.ts';
import type { Switchboard } from './switchboard.ts';

/** A person's number: E.164. */
export const PhoneNumber = z.string().regex(/^\+[1-9]\d{6,14}$/, 'Give the number with + and country code.');

const Inbound = z.strictObject({
  from: PhoneNumber,
  to: PhoneNumber,
  body: z.string().max(1600),
  mediaCount: z.int().min(0).max(10).default(0),
});
const Filter = z.strictObject({ number: PhoneNumber.optional() });
const Counted = z.strictObject({ to: PhoneNumber, body: z.string() });

/** The phones for tests and scripts, as JSON under `/twilio/api`. */
export function registerTwilioApi(app: FastifyInstance, board: Switchboard): void {
  app.get('/twilio/api/messages', (request) => {
    const { number } = Filter.parse(request.query);
    return {
      messages: board.list().filter((text) => number === undefined || [text.from, text.to].includes(number)),
    };
  });
  app.post('/twilio/api/inbound', (request, reply) =>
    reply.code(201).send(board.receive(Inbound.parse(request.body))),
  );
  app.get('/twilio/api/webhooks', async () => {
    await board.webhooks.settled();
    return { webhooks: board.webhooks.posted };
  });
  app.get('/twilio/api/counters', (request) => {
    const { to, body } = Counted.parse(request.query);
    return { timesTaken: board.timesTaken(to, body) };
  });
  app.get('/twilio/api/faults', () => ({ faults: board.faults.list() }));
  app.post('/twilio/api/faults', (request, reply) => {
    board.faults.add(TwilioFault.parse(request.body));
    return reply.code(201).send({ faults: board.faults.list() });
  });
  app.delete('/twilio/api/faults', (_request, reply) => {
    board.faults.clear();
    return reply.code(204).send();
  });
  app.post('/twilio/api/reset', (_request, reply) => {
    board.reset();
    return reply.code(204).send();
  });
}
