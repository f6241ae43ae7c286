import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isFault } from './faults.ts';
import type { Switchboard } from './switchboard.ts';
import { type StoredText, textResource } from './text.ts';

const Account = z.object({ account: z.string() });
const CreateForm = z.object({
  To: z.string().optional(),
  From: z.string().optional(),
  MessagingServiceSid: z.string().optional(),
  Body: z.string().optional(),
  StatusCallback: z.string().optional(),
});
const ListQuery = z.object({
  To: z.string().optional(),
  From: z.string().optional(),
  DateSent: z.string().optional(),
  'DateSent>': z.string().optional(),
  'DateSent<': z.string().optional(),
  PageSize: z.coerce.number().int().min(1).max(1000).default(50),
  Page: z.coerce.number().int().min(0).default(0),
});

/**
 * The Messages resource of Twilio's REST API, as the official SDK speaks it.
 * @see https://www.twilio.com/docs/messaging/api/message-resource
 */
export function registerTwilioRest(
  app: FastifyInstance,
  board: Switchboard,
  account: { accountSid: string; authToken: string },
): void {
  const base = '/2010-04-01/Accounts/:account';
  const expected = Buffer.from(
    `Basic ${Buffer.from(`${account.accountSid}:${account.authToken}`).toString('base64')}`,
  );

  /** True when the request may go on; otherwise it has been answered. */
  function admits(request: FastifyRequest, reply: FastifyReply): boolean {
    const given = Buffer.from(request.headers.authorization ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      restError(reply, 401, 20003, 'Authenticate');
      return false;
    }
    if (Account.parse(request.params).account !== account.accountSid) {
      restError(reply, 404, 20404, 'The requested resource was not found');
      return false;
    }
    return true;
  }

  app.post(`${base}/Messages.json`, (request, reply) => {
    if (!admits(request, reply)) return reply;
    const slow = board.faults.take(isFault('rate_limited'));
    if (slow) {
      return restError(
        reply.header('retry-after', String(slow.retryAfterSeconds)),
        429,
        20429,
        'Too Many Requests',
      );
    }
    const early = board.faults.take(isFault('server_error', 'refuse_with'));
    if (early?.kind === 'server_error') return restError(reply, 500, 20500, 'Internal Server Error');
    if (early) return restError(reply, 400, early.errorCode, 'Refused on demand');

    const form = CreateForm.parse(request.body ?? {});
    const fault = faultOf(form);
    if (fault) return restError(reply, 400, fault.code, fault.message);
    const sent = board.send({
      from: form.From,
      messagingServiceSid: form.MessagingServiceSid,
      to: form.To ?? '',
      body: form.Body ?? '',
      statusCallback: form.StatusCallback,
    });
    if (sent === 'opted_out')
      return restError(reply, 400, 21610, 'Attempt to send to unsubscribed recipient');

    const late = board.faults.take(isFault('server_error_after_act', 'hang_after_act'));
    if (late?.kind === 'server_error_after_act') return restError(reply, 500, 20500, 'Internal Server Error');
    if (late) return reply.hijack();
    return reply.code(201).send(textResource(sent, account.accountSid));
  });

  app.get(`${base}/Messages.json`, (request, reply) => {
    if (!admits(request, reply)) return reply;
    const query = ListQuery.safeParse(request.query);
    if (!query.success) return restError(reply, 400, 20001, 'A filter cannot be read');
    const { Page: page, PageSize: pageSize } = query.data;
    const found = board.list().filter(filterOf(query.data));
    const start = page * pageSize;
    const shown = found.slice(start, start + pageSize);
    const path = request.url.split('?')[0] ?? '';
    const at = (number: number): string => {
      const search = new URLSearchParams(request.url.split('?')[1] ?? '');
      search.set('Page', String(number));
      search.set('PageSize', String(pageSize));
      return `${path}?${search.toString()}`;
    };
    return reply.send({
      messages: shown.map((text) => textResource(text, account.accountSid)),
      page,
      page_size: pageSize,
      start,
      end: start + Math.max(0, shown.length - 1),
      uri: request.url,
      first_page_uri: at(0),
      previous_page_uri: page > 0 ? at(page - 1) : null,
      next_page_uri: found.length > start + pageSize ? at(page + 1) : null,
    });
  });

  app.get(`${base}/Messages/:file`, (request, reply) => {
    if (!admits(request, reply)) return reply;
    const { file } = z.object({ file: z.string() }).parse(request.params);
    const text = board.find(file.replace(/\.json$/, ''));
    if (!text) return restError(reply, 404, 20404, 'The requested resource was not found');
    return reply.send(textResource(text, account.accountSid));
  });
}

function faultOf(form: z.infer<typeof CreateForm>): { code: number; message: string } | undefined {
  if (!form.To) return { code: 21604, message: "A 'To' phone number is required." };
  if (!/^\+[1-9]\d{6,14}$/.test(form.To)) return { code: 21211, message: "Invalid 'To' Phone Number" };
  if (!form.From && !form.MessagingServiceSid)
    return { code: 21603, message: "A 'From' phone number is required." };
  if (!form.Body) return { code: 21602, message: 'Message body is required.' };
  if (form.Body.length > 1600)
    return { code: 21617, message: 'The message body exceeds the 1600 character limit.' };
  if (form.StatusCallback && !URL.canParse(form.StatusCallback))
    return { code: 21609, message: 'Invalid StatusCallback' };
  return undefined;
}

/** Twilio's DateSent is a day or an instant; both ends count. A text that was not sent yet has none and fits no date. */
function filterOf(query: z.infer<typeof ListQuery>): (text: StoredText) => boolean {
  const sinceMs = dateMs(query['DateSent>']);
  const untilMs = dateMs(query['DateSent<']);
  const dayMs = dateMs(query.DateSent?.slice(0, 10));
  const within = (atMs: number | null): boolean => {
    if (sinceMs === undefined && untilMs === undefined && dayMs === undefined) return true;
    if (atMs === null) return false;
    return (
      (sinceMs === undefined || atMs >= sinceMs) &&
      (untilMs === undefined || atMs <= untilMs) &&
      (dayMs === undefined || (atMs >= dayMs && atMs < dayMs + 86_400_000))
    );
  };
  return (text) =>
    (query.To === undefined || text.to === query.To) &&
    (query.From === undefined || text.from === query.From) &&
    within(text.sentAtMs);
}

function dateMs(text: string | undefined): number | undefined {
  const atMs = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(atMs) ? undefined : atMs;
}

function restError(reply: FastifyReply, status: number, code: number, message: string): FastifyReply {
  return reply
    .code(status)
    .send({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}
