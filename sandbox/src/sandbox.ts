import formbody from '@fastify/formbody';
import Fastify, { type FastifyInstance } from 'fastify';
import { HttpError, registerErrors } from './http-error.ts';
import { createMailActions } from './mail/actions.ts';
import { registerMailApi } from './mail/api-routes.ts';
import { registerDnsApi } from './mail/dns-routes.ts';
import { startDnsServer } from './mail/dns-server.ts';
import { Mailbox } from './mail/mailbox.ts';
import { registerMailPages } from './mail/pages.ts';
import { createPersonMail } from './mail/person-mail.ts';
import { createSigningKey } from './mail/signing.ts';
import { startMailServer } from './mail/smtp-server.ts';
import { html } from './pages/html.ts';
import { page } from './pages/layout.ts';
import { STYLE } from './pages/style.ts';
import type { SandboxSettings } from './settings.ts';
import { registerTwilioApi } from './twilio/api-routes.ts';
import { registerPhonePages } from './twilio/pages.ts';
import { registerTwilioRest } from './twilio/rest-routes.ts';
import { Switchboard } from './twilio/switchboard.ts';

/** Only programs of this machine reach the sandbox. */
const HOST = '127.0.0.1';

export interface Sandbox {
  /** pages, JSON and the Twilio stand-in */
  readonly url: string;
  readonly smtpPort: number;
  /** null when the settings ask for no DNS */
  readonly dnsPort: number | null;
  close(): Promise<void>;
}

/**
 * Starts the stand-ins for the outside world: mail server, mailboxes, Twilio and phones.
 *
 * @param pace how long a text takes from one status to the next
 */
export async function startSandbox(
  settings: Omit<SandboxSettings, 'HEALTH_PORT'>,
  pace: { readonly textMs: number },
): Promise<Sandbox> {
  const account = { accountSid: settings.TWILIO_ACCOUNT_SID, authToken: settings.TWILIO_AUTH_TOKEN };
  const key = createSigningKey();
  const mailbox = new Mailbox();
  const personMail = createPersonMail({
    host: settings.INBOUND_SMTP_HOST,
    port: settings.INBOUND_SMTP_PORT,
    key,
  });
  const board = new Switchboard({
    ...account,
    inboundUrl: new URL('/webhooks/twilio/inbound', settings.PUBLIC_URL).href,
    paceMs: pace.textMs,
  });

  const app = Fastify({ forceCloseConnections: true, bodyLimit: 1024 * 1024 });
  registerErrors(app);
  guard(app);
  await app.register(formbody);
  const dnsServer =
    settings.SANDBOX_DNS_PORT === undefined
      ? undefined
      : await startDnsServer(key, HOST, settings.SANDBOX_DNS_PORT);
  for (const [name, records] of Object.entries(settings.SANDBOX_DNS_ZONE ?? {}))
    dnsServer?.put(name, records);
  const actions = createMailActions(mailbox, personMail, settings.PUBLIC_URL);
  registerMailApi(app, actions);
  if (dnsServer) registerDnsApi(app, dnsServer);
  registerMailPages(app, actions);
  registerTwilioRest(app, board, account);
  registerTwilioApi(app, board);
  registerPhonePages(app, board);
  app.get('/sandbox.css', (_request, reply) => reply.type('text/css').send(STYLE));
  app.get('/', (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page('Start', 'start', START)),
  );

  const mailServer = await startMailServer(mailbox, HOST, settings.SANDBOX_SMTP_PORT);
  const url = await app.listen({ host: HOST, port: settings.SANDBOX_PORT });

  return {
    url,
    smtpPort: mailServer.port,
    dnsPort: dnsServer?.port ?? null,
    async close() {
      board.stop();
      await Promise.all([app.close(), mailServer.close(), dnsServer?.close()]);
    },
  };
}

/** Pages of other sites may not press buttons here, and these pages load nothing from anywhere. */
function guard(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    const { origin, host } = request.headers;
    if (request.method !== 'GET' && origin !== undefined && origin !== `http://${host}`) {
      throw new HttpError(403, 'foreign_origin', 'This was not sent by a page of the sandbox.');
    }
    reply.header('x-content-type-options', 'nosniff').header('content-security-policy', PAGE_POLICY);
  });
}

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";

const START = html`<h1>Sandbox</h1>
  <p class="lead">
    Stand-ins for the mail and phone companies. They speak the real protocols, so the product works as it
    would outside, and they can fail on demand.
  </p>
  <ul class="rows">
    <li>
      <a href="/mail"
        ><strong>Mail</strong
        ><span class="clip">Read every email of the product and answer it as the person</span></a
      >
    </li>
    <li>
      <a href="/phones"
        ><strong>Phones</strong
        ><span class="clip">Read every text of the product and answer it as the person</span></a
      >
    </li>
  </ul>`;
