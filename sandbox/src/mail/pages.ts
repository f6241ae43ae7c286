import type { FastifyInstance, FastifyReply } from 'fastify';
import { faultPanel, registerFaultPanel } from '../pages/fault-panel.ts';
import { type Html, html } from '../pages/html.ts';
import { page, when } from '../pages/layout.ts';
import type { MailActions } from './actions.ts';
import { findMail } from './api-routes.ts';
import { MAIL_FAULTS } from './fault-offers.ts';
import { type Mailbox, type StoredMail, firstAddress } from './mailbox.ts';
import { BounceInput, ReplyInput } from './person-mail.ts';
import { oneClickUrl } from './unsubscribe.ts';

/** The inbox of everybody who gets mail from the product. */
export function registerMailPages(app: FastifyInstance, actions: MailActions): void {
  const { mailbox } = actions;
  const { faults } = mailbox;
  registerFaultPanel(app, { path: '/mail/faults', page: '/mail', faults, offers: MAIL_FAULTS });

  app.get('/mail', (_request, reply) => sendPage(reply, page('Mail', 'mail', inbox(mailbox))));
  app.get('/mail/:id', (request, reply) => {
    const stored = findMail(mailbox, request.params);
    return sendPage(reply, page(stored.mail.subject || 'No subject', 'mail', message(mailbox, stored)));
  });
  // shown in a frame without scripts, forms or an origin; links open outside of it
  app.get('/mail/:id/html', (request, reply) => {
    const { mail } = findMail(mailbox, request.params);
    return reply
      .header('content-security-policy', FRAME_POLICY)
      .type('text/html; charset=utf-8')
      .send(`<base target="_blank">${READER}${mail.html ?? ''}`);
  });
  app.post('/mail/:id/reply', async (request, reply) => {
    const stored = findMail(mailbox, request.params);
    const input = ReplyInput.safeParse(request.body);
    if (!input.success) {
      const refused = message(mailbox, stored, 'Write something first: an empty reply is not sent.');
      return sendPage(reply.code(400), page(stored.mail.subject ?? '', 'mail', refused));
    }
    await actions.reply(stored, input.data);
    return reply.redirect(`/mail/${stored.id}`, 303);
  });
  app.post('/mail/:id/bounce', async (request, reply) => {
    const stored = findMail(mailbox, request.params);
    await actions.bounce(stored, BounceInput.parse({}));
    return reply.redirect(`/mail/${stored.id}`, 303);
  });
  app.post('/mail/:id/unsubscribe', async (request, reply) => {
    const stored = findMail(mailbox, request.params);
    await actions.unsubscribe(stored);
    return reply.redirect(`/mail/${stored.id}`, 303);
  });
}

/** Mail programs show what names no typeface in one of their own. */
const READER = '<style>body{margin:16px;font:14px/20px sans-serif}</style>';
const FRAME_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

function sendPage(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(text);
}

function inbox(mailbox: Mailbox): Html {
  const messages = mailbox.list();
  const rows = messages.map(
    (stored) =>
      html`<li>
        <a href="/mail/${stored.id}">
          <span class="split"
            ><strong>${stored.mail.subject || 'No subject'}</strong
            ><span class="meta">${when(stored.receivedAtMs)}</span></span
          >
          <span class="clip"
            >To ${stored.envelopeTo.join(', ')}, from
            ${firstAddress(stored.mail.from)?.address ?? 'nobody'}</span
          >
        </a>
      </li>`,
  );
  return html`<h1>Mail</h1>
    <p class="lead">
      Every email that the product sends, whoever it is for. Open one to answer it as the person.
    </p>
    ${
      rows.length > 0
        ? html`<ul class="rows">
            ${rows}
          </ul>`
        : html`<p class="card">No email yet. Send one from the product and reload this page.</p>`
    }
    ${counted(mailbox)} ${faultPanel('/mail/faults', mailbox.faults, MAIL_FAULTS)}`;
}

/** Whether anything came more than once is what a test of sending wants to know. */
function counted(mailbox: Mailbox): Html {
  const times = Object.values(mailbox.counters());
  const twice = times.filter((count) => count > 1).length;
  return html`<p class="meta">
    ${times.length === 1 ? 'One email' : `${times.length} different emails`} arrived,
    ${twice > 0 ? html`<span class="bad">${String(twice)} of them more than once</span>` : 'none more than once'}.
  </p>`;
}

function message(mailbox: Mailbox, stored: StoredMail, fault?: string): Html {
  const { mail } = stored;
  const times = mailbox.timesDelivered(stored.messageId);
  const person = stored.envelopeTo[0] ?? '';
  const headers = mail.headers.map(
    ({ originalKey, value }) =>
      html`<dt>${originalKey}</dt>
        <dd>${value}</dd>`,
  );
  return html`<h1>${mail.subject || 'No subject'}</h1>
    <p class="lead">
      To ${stored.envelopeTo.join(', ')}, from ${firstAddress(mail.from)?.name ?? ''}
      ${firstAddress(mail.from)?.address ?? 'nobody'}, ${when(stored.receivedAtMs)}.
      ${times > 1 ? html`<span class="bad">This message arrived ${times} times.</span>` : undefined}
    </p>
    ${mail.html ? html`<iframe title="The message as it looks" src="/mail/${stored.id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>` : undefined}
    <details ${mail.html ? undefined : html`open`}>
      <summary>Text</summary>
      <pre>${mail.text ?? ''}</pre>
    </details>
    <details>
      <summary>Headers</summary>
      <dl>${headers}</dl>
    </details>
    <details>
      <summary>As it arrived</summary>
      <pre>${stored.raw.toString('utf8')}</pre>
    </details>
    ${doings(stored)}
    <h2>Answer as ${person}</h2>
    ${fault ? html`<p class="fault" role="alert">${fault}</p>` : undefined}
    <form class="card" method="post" action="/mail/${stored.id}/reply">
      <label for="text">Reply</label>
      <textarea id="text" name="text" required></textarea>
      <label for="kind">Sent as</label>
      <select id="kind" name="kind">
        <option value="reply">A reply by the person</option>
        <option value="auto_reply">An automatic reply, as on holiday</option>
        <option value="forged">A forgery by somebody else</option>
      </select>
      <div class="actions"><button class="main" type="submit">Send reply</button></div>
    </form>
    <div class="actions">
      ${oneClickUrl(stored) ? html`<form method="post" action="/mail/${stored.id}/unsubscribe"><button type="submit">Unsubscribe</button></form>` : undefined}
      <form method="post" action="/mail/${stored.id}/bounce">
        <button type="submit">Bounce: no such address</button>
      </form>
    </div>`;
}

function doings(stored: StoredMail): Html | undefined {
  if (stored.doings.length === 0) return undefined;
  const rows = stored.doings.map(
    ({ atMs, what }) =>
      html`<li>
        <span class="row">${what} <span class="meta">${when(atMs)}</span></span>
      </li>`,
  );
  return html`<h2>What happened here</h2>
    <ul class="rows">
      ${rows}
    </ul>`;
}
