import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { faultPanel, registerFaultPanel } from '../pages/fault-panel.ts';
import { type Html, html } from '../pages/html.ts';
import { page, when } from '../pages/layout.ts';
import { PhoneNumber } from './api-routes.ts';
import { TWILIO_FAULTS } from './fault-offers.ts';
import type { Switchboard } from './switchboard.ts';
import type { StoredText } from './text.ts';
import type { PostedWebhook } from './webhooks.ts';

const Thread = z.object({ ours: PhoneNumber, theirs: PhoneNumber });
const Typed = z.object({ body: z.string().trim().min(1).max(1600) });

/** The phones of everybody whom the product texts. */
export function registerPhonePages(app: FastifyInstance, board: Switchboard): void {
  const { faults } = board;
  registerFaultPanel(app, { path: '/phones/faults', page: '/phones', faults, offers: TWILIO_FAULTS });

  app.get('/phones', (_request, reply) => sendPage(reply, page('Phones', 'phones', phones(board))));
  app.get('/phones/:ours/:theirs', (request, reply) => {
    const { ours, theirs } = Thread.parse(request.params);
    return sendPage(reply, page(theirs, 'phones', phone(board, ours, theirs)));
  });
  app.post('/phones/:ours/:theirs', (request, reply) => {
    const { ours, theirs } = Thread.parse(request.params);
    const typed = Typed.safeParse(request.body);
    if (!typed.success) {
      const refused = phone(board, ours, theirs, 'Write something first: an empty text is not sent.');
      return sendPage(reply.code(400), page(theirs, 'phones', refused));
    }
    board.receive({ from: theirs, to: ours, body: typed.data.body, mediaCount: 0 });
    return reply.redirect(`/phones/${encodeURIComponent(ours)}/${encodeURIComponent(theirs)}`, 303);
  });
}

function sendPage(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(text);
}

function phones(board: Switchboard): Html {
  const latest = new Map<string, StoredText>();
  for (const text of board.list()) {
    const key = threadPath(text);
    if (!latest.has(key)) latest.set(key, text);
  }
  const rows = [...latest].map(
    ([path, text]) =>
      html`<li>
        <a href="${path}">
          <span class="split"
            ><strong>${theirsOf(text)}</strong><span class="meta">${when(text.createdAtMs)}</span></span
          >
          <span class="clip">${text.body}</span>
        </a>
      </li>`,
  );
  return html`<h1>Phones</h1>
    <p class="lead">Every phone that the product has texted. Open one to answer as the person.</p>
    ${
      rows.length > 0
        ? html`<ul class="rows">
            ${rows}
          </ul>`
        : html`<p class="card">No text yet. Send one from the product and reload this page.</p>`
    }
    ${counted(board)} ${faultPanel('/phones/faults', board.faults, TWILIO_FAULTS)}`;
}

/** Whether a text was taken more than once is what a test of sending wants to know. */
function counted(board: Switchboard): Html {
  const taken = board.list().filter(({ direction }) => direction === 'outbound-api');
  const twice = new Set(
    taken.filter(({ to, body }) => board.timesTaken(to, body) > 1).map(({ to, body }) => `${to} ${body}`),
  ).size;
  return html`<p class="meta">
    ${taken.length === 1 ? 'One text was' : `${taken.length} texts were`} taken,
    ${twice > 0 ? html`<span class="bad">${String(twice)} of them more than once</span>` : 'none more than once'}.
  </p>`;
}

function phone(board: Switchboard, ours: string, theirs: string, fault?: string): Html {
  const path = `/phones/${encodeURIComponent(ours)}/${encodeURIComponent(theirs)}`;
  const texts = board
    .list()
    .filter((text) => [text.from, text.to].sort().join() === [ours, theirs].sort().join());
  const bubbles = texts
    .toReversed()
    .map(
      (text) =>
        html`<li class="${text.direction === 'inbound' ? 'person' : 'firm'}">
          <span class="said">${text.body}</span><span class="meta">${fate(text, board.webhooks.posted)}</span>
        </li>`,
    );
  const keyword = (word: string): Html =>
    html`<form method="post" action="${path}">
      <input type="hidden" name="body" value="${word}" /><button type="submit">${word}</button>
    </form>`;
  return html`<h1>${theirs}</h1>
    <p class="lead">
      Texts with ${ours}. ${board.hasOptedOut(ours, theirs) ? 'This phone has opted out.' : ''}
      <a href="${path}">Reload</a>
    </p>
    ${
      bubbles.length > 0
        ? html`<ol class="thread">
            ${bubbles}
          </ol>`
        : html`<p class="card">No text with this number yet.</p>`
    }
    <h2>Answer as ${theirs}</h2>
    ${fault ? html`<p class="fault" role="alert">${fault}</p>` : undefined}
    <form class="card" method="post" action="${path}">
      <label for="body">Text</label>
      <textarea id="body" name="body" maxlength="1600" required></textarea>
      <div class="actions"><button class="main" type="submit">Send text</button></div>
    </form>
    <div class="actions">${['STOP', 'START', 'HELP'].map(keyword)}</div>`;
}

function theirsOf(text: StoredText): string {
  return text.direction === 'inbound' ? text.from : text.to;
}

function threadPath(text: StoredText): string {
  const ours = text.direction === 'inbound' ? text.to : text.from;
  return `/phones/${encodeURIComponent(ours)}/${encodeURIComponent(theirsOf(text))}`;
}

/** Under a text: when, and what became of it. */
function fate(text: StoredText, posted: readonly PostedWebhook[]): Html {
  if (text.direction === 'outbound-reply') return html`${when(text.createdAtMs)}, answered by Twilio itself`;
  if (text.direction === 'outbound-api') {
    const bad = text.status === 'failed' || text.status === 'undelivered';
    const words = text.errorCode === null ? text.status : `${text.status}, error ${text.errorCode}`;
    return html`${when(text.createdAtMs)}, <span class="${bad ? 'bad' : 'good'}">${words}</span>`;
  }
  const told = posted.find(({ form }) => form.SmsMessageSid === text.sid);
  if (!told) return html`${when(text.createdAtMs)}, on its way to the product`;
  if (told.status !== null && told.status < 300)
    return html`${when(text.createdAtMs)}, <span class="good">taken by the product</span>`;
  const answer = told.status === null ? 'could not be reached' : `answered ${told.status}`;
  return html`${when(text.createdAtMs)}, <span class="bad">the product ${answer}</span>`;
}
