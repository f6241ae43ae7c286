import { expect, test } from 'vitest';
import { createLog } from './log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog('test', 'debug', { write: (line) => void lines.push(line) }));
  return lines.join('');
}

/** Secrets and personal values as they come along in what a program might log. */
const PLANTED = [
  'maria.alvarez@example.com',
  '+1 787 555 0142',
  '(216) 555-0100',
  '219-09-9999',
  'tok_4f9a8c',
  'hunter2-hunter2',
  'Alvarez',
];

const driverError = Object.assign(new Error('invalid input syntax for type date: "Alvarez 1961"'), {
  severity: 'ERROR',
  code: '22007',
  detail: 'Key (email)=(maria.alvarez@example.com) already exists.',
  parameters: ['Alvarez', 'hunter2-hunter2'],
  query: `select 'Alvarez'`,
});

test.each<[string, (log: ReturnType<typeof createLog>) => void]>([
  [
    'headers',
    (log) => log.info({ headers: { authorization: 'Bearer tok_4f9a8c', cookie: 'session=tok_4f9a8c' } }),
  ],
  [
    'one header alone',
    (log) => log.info({ Authorization: 'tok_4f9a8c', 'set-cookie': ['session=tok_4f9a8c'] }),
  ],
  ['a body', (log) => log.info({ request: { body: { lastName: 'Alvarez', password: 'hunter2-hunter2' } } })],
  ['fields deep inside', (log) => log.info({ a: { b: [{ last_name: 'Alvarez', apiKey: 'tok_4f9a8c' }] } })],
  ['an address with a token', (log) => log.info({ route: 'https://x.example/u/1?token=tok_4f9a8c' })],
  ['words with an address', (log) => log.info('mail to maria.alvarez@example.com, call +1 787 555 0142')],
  ['words with numbers', (log) => log.warn({ reason: 'ssn 219-09-9999, phone (216) 555-0100' })],
  ['credentials in an address', (log) => log.error('postgres://app:hunter2-hunter2@db/rap refused')],
  ['an error of the database', (log) => log.error({ err: driverError })],
  ['an error alone', (log) => log.error(new Error('550 <maria.alvarez@example.com> unknown'))],
  ['the cause of an error', (log) => log.error({ err: new Error('outer', { cause: driverError }) })],
  ['a header with a scheme', (log) => log.error(new Error('sent Authorization: Bearer tok_4f9a8c'))],
])('%s: nothing planted is in the line', (_what, write) => {
  const line = logged(write);
  expect(line).not.toBe('');
  for (const planted of PLANTED) expect(line).not.toContain(planted);
});

test('what finds a fault again stays: ids, codes, the stack', () => {
  const correlationId = '0b9f6c1e-7a52-4a3d-9b51-2c8a2c4d7e11';
  const line = JSON.parse(logged((log) => log.error({ err: driverError, correlationId }, 'not stored')));
  expect(line).toMatchObject({ name: 'test', msg: 'not stored', correlationId, err: { code: '22007' } });
  expect(line.err.stack).toContain('log.test.ts');
});
