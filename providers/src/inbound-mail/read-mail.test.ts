import { expect, test } from 'vitest';
import { readMail } from './read-mail.ts';

const mime = (lines: readonly string[]): Buffer => Buffer.from(lines.join('\r\n'));
const letter = (headers: readonly string[], body: readonly string[] = ['Yes, Tuesday is fine.']): Buffer =>
  mime([
    'From: Maria Cruz <Maria@Example.com>',
    'To: r+x@mail.advisor.example',
    'Subject: Re: Your review',
    ...headers,
    '',
    ...body,
  ]);

test.each([
  ['a person', [], 'maria@example.com', 'personal'],
  ['a person whose program says so', ['Auto-Submitted: no'], 'maria@example.com', 'personal'],
  ['a holiday reply', ['Auto-Submitted: auto-replied'], 'maria@example.com', 'automatic'],
  [
    'a machine',
    ['Auto-Submitted: auto-generated; owner-email="x@example.com"'],
    'maria@example.com',
    'automatic',
  ],
  ['an old responder', ['X-Autoreply: yes'], 'maria@example.com', 'automatic'],
  ['an old responder by precedence', ['Precedence: auto_reply'], 'maria@example.com', 'automatic'],
  ['a responder with an empty return path', [], null, 'automatic'],
  ['a newsletter', ['List-Unsubscribe: <https://example.com/u>'], 'maria@example.com', 'list'],
  ['a mailing list', ['List-Id: <talk.example.com>'], 'maria@example.com', 'list'],
  ['bulk mail', ['Precedence: Bulk'], 'maria@example.com', 'list'],
] as const)('%s is told apart', async (_who, headers, envelopeFrom, kind) => {
  expect((await readMail(letter(headers), envelopeFrom)).kind).toBe(kind);
});

test('a reply is found in its thread and read without the quoted original', async () => {
  const read = await readMail(
    letter(
      [
        'Message-ID: <b@example.com>',
        'In-Reply-To: <a@advisor.example>',
        'References: <z@advisor.example>',
        ' <a@advisor.example>',
        'Date: Fri, 20 Nov 2026 09:06:00 -0500',
      ],
      [
        'Yes, Tuesday is fine.',
        '',
        'Maria',
        '',
        'On Fri, Nov 20, 2026 at 9:00 AM Grant <grant@advisor.example> wrote:',
        '> Dear Maria,',
        '> STOP',
      ],
    ),
    'maria@example.com',
  );
  expect(read).toMatchObject({
    messageId: '<b@example.com>',
    inReplyTo: '<a@advisor.example>',
    references: ['<z@advisor.example>', '<a@advisor.example>'],
    from: { name: 'Maria Cruz', address: 'maria@example.com' },
    sentAtMs: Date.UTC(2026, 10, 20, 14, 6),
    replyText: 'Yes, Tuesday is fine.\n\nMaria',
    bounce: null,
  });
  expect(read.text).toContain('> Dear Maria,');
});

test('a message that only quotes is kept whole', async () => {
  expect((await readMail(letter([], ['> all of it', '> is quoted']), 'm@example.com')).replyText).toContain(
    'all of it',
  );
});

test('a message of HTML only has a text, without what the mail program quoted', async () => {
  const html =
    '<div>Yes, <b>Tuesday</b> is fine.</div><div class="gmail_quote">On Friday Grant wrote: STOP</div>';
  const read = await readMail(letter(['Content-Type: text/html; charset=utf-8'], [html]), 'm@example.com');
  expect(read.replyText).toBe('Yes, Tuesday is fine.');
  expect(read.html).toContain('<b>');
});

test('attachments come with name, type and bytes', async () => {
  const read = await readMail(
    mime([
      'From: m@example.com',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=x',
      '',
      '--x',
      'Content-Type: text/plain',
      '',
      'See the statement.',
      '--x',
      'Content-Type: application/pdf; name="statement.pdf"',
      'Content-Disposition: attachment; filename="statement.pdf"',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('%PDF-1.7').toString('base64'),
      '--x--',
    ]),
    'm@example.com',
  );
  expect(read.attachments).toMatchObject([{ filename: 'statement.pdf', contentType: 'application/pdf' }]);
  expect(Buffer.from(read.attachments[0]?.content ?? []).toString()).toBe('%PDF-1.7');
});

function report(status: readonly string[], returned: readonly string[]): Buffer {
  return mime([
    'From: MAILER-DAEMON@mx.example.com',
    'To: b+x@mail.advisor.example',
    'Subject: Undelivered Mail Returned to Sender',
    'Content-Type: multipart/report; report-type=delivery-status;',
    ' boundary="r"',
    '',
    '--r',
    '',
    'I am sorry.',
    '--r',
    'Content-Type: message/delivery-status',
    '',
    ...status,
    '--r',
    ...returned,
    '--r--',
  ]);
}

test('a hard bounce says the address, the status and which message of ours it was (Postfix)', async () => {
  const read = await readMail(
    report(
      [
        'Reporting-MTA: dns; mx.example.com',
        'Arrival-Date: Fri, 20 Nov 2026 14:06:00 +0000 (UTC)',
        '',
        'Final-Recipient: rfc822; Maria@Example.com',
        'Original-Recipient: rfc822;maria@example.com',
        'Action: failed',
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 550 5.1.1 <maria@example.com>:',
        '    Recipient address rejected',
      ],
      [
        'Content-Type: text/rfc822-headers',
        '',
        'Subject: Your review',
        'Message-ID:',
        ' <018f@advisor.example>',
      ],
    ),
    null,
  );
  expect(read.kind).toBe('bounce');
  expect(read.bounce).toEqual({
    action: 'failed',
    status: '5.1.1',
    hard: true,
    finalRecipient: 'maria@example.com',
    diagnostic: 'smtp; 550 5.1.1 <maria@example.com>: Recipient address rejected',
    originalMessageId: '<018f@advisor.example>',
  });
});

test('a report with the whole original returned, and one of a delay (Exchange, Sendmail)', async () => {
  const exchange = await readMail(
    report(
      [
        'Reporting-MTA: dns;x.outlook.com',
        '',
        'Final-recipient: RFC822; maria@example.com',
        'Action: failed',
        'Status: 5.7.1',
      ],
      [
        'Content-Type: message/rfc822',
        '',
        'Message-ID: <018f@advisor.example>',
        'Subject: Hello',
        '',
        'body',
      ],
    ),
    null,
  );
  expect(exchange.bounce).toMatchObject({
    hard: false,
    status: '5.7.1',
    originalMessageId: '<018f@advisor.example>',
  });
  const delay = await readMail(
    report(
      [
        'Reporting-MTA: dns; mx',
        '',
        'Final-Recipient: rfc822; maria@example.com',
        'Action: delayed',
        'Status: 4.4.1 (Persistent)',
      ],
      ['Content-Type: text/rfc822-headers', '', 'Message-ID: <018f@advisor.example>'],
    ),
    null,
  );
  expect(delay.bounce).toMatchObject({ action: 'delayed', status: '4.4.1', hard: false });
});

test('a failure without a status closes no address, and a report that says nothing is an automatic message', async () => {
  const vague = await readMail(
    report(['Reporting-MTA: dns; mx', '', 'Action: failed'], ['', 'nothing returned']),
    null,
  );
  expect(vague.bounce).toMatchObject({
    status: '4.0.0',
    hard: false,
    finalRecipient: null,
    originalMessageId: null,
  });
  const empty = await readMail(report(['Reporting-MTA: dns; mx'], ['', 'nothing returned']), null);
  expect(empty).toMatchObject({ kind: 'automatic', bounce: null });
});
