import { AutomationFile } from '@rap/contracts/automation/automation-file';
import { StepKind } from '@rap/contracts/automation/step-params';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NEW_LEAD_NURTURE } from '../library/new-lead-nurture.ts';
import { automationFileSchema, exportYaml, importYaml } from './yaml.ts';

const SCHEMA_URL = 'https://example.test/automation.schema.json';

const nurture: AutomationFile = {
  format: 'retirement-advisor-pro/automation',
  version: 1,
  automation: NEW_LEAD_NURTURE.definition,
  templates: NEW_LEAD_NURTURE.templates,
};

/** Files with any texts in any place: what an advisor may type, and what YAML would rather read as something else. */
const awkward = fc.oneof(
  fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
  fc.constantFrom(
    'no',
    'null',
    '09:00',
    '0x1F',
    '1e3',
    '- a',
    '# a',
    'a: b',
    '*a',
    '&a',
    '!!js',
    '"',
    "'",
    '|',
    '>',
    '~',
  ),
  fc.constantFrom(
    'two\nlines',
    ' leading',
    'trailing ',
    '\ttab',
    'a\n\n b\n',
    '{{ person.firstName }}',
    '\u2028',
  ),
);
const label = awkward.map((text) => text.trim() || 'x').map((text) => text.slice(0, 40).trim() || 'x');
const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
const target = fc.oneof(id, fc.constant('END'));
const step = fc.record({
  kind: fc.constantFrom(...StepKind.options),
  label,
  params: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.oneof(awkward, fc.jsonValue({ maxDepth: 2 }))),
  ports: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}(:[a-z]{1,4})?$/), target),
});
const template = fc.oneof(
  fc.record({ channel: fc.constant('email' as const), name: awkward, subject: awkward, html: awkward }),
  fc.record({ channel: fc.constant('sms' as const), name: awkward, text: awkward }),
);
const file = fc
  .record({
    name: label,
    nodes: fc.dictionary(id, step),
    next: target,
    templates: fc.dictionary(id, template),
  })
  .map(({ name, nodes, next, templates }) =>
    AutomationFile.parse({
      ...nurture,
      automation: { ...nurture.automation, name, nodes, trigger: { kind: 'manual', params: {}, next } },
      templates,
    }),
  );

test('what is written is read again, letter for letter', () => {
  expect(importYaml(exportYaml(nurture, SCHEMA_URL))).toEqual({ outcome: 'read', file: nurture });
  fc.assert(
    fc.property(file, (any) => {
      expect(importYaml(exportYaml(any, SCHEMA_URL))).toEqual({ outcome: 'read', file: any });
    }),
  );
});

test('the same thing twice is written twice', () => {
  const hello = { kind: 'exit' as const, label: 'Done', params: { outcome: 'done' }, ports: {} };
  const twice = { ...nurture, automation: { ...nurture.automation, nodes: { a: hello, b: hello } } };
  expect(importYaml(exportYaml(twice, SCHEMA_URL))).toEqual({ outcome: 'read', file: twice });
});

test('it reads like a text, and editors find its schema', () => {
  const text = exportYaml(nurture, SCHEMA_URL);
  expect(text.split('\n')[0]).toBe(`# yaml-language-server: $schema=${SCHEMA_URL}`);
  expect(text).toContain('label: Welcome the new lead');
  expect(text).toContain('<p>Thank you for your interest in {{ firm.name }}');
  expect(text).not.toMatch(/&a\d|\*a\d/);
});

const HEAD = 'format: retirement-advisor-pro/automation\nversion: 1\ntemplates: {}\n';
const written = (nodes: string) =>
  `${HEAD}automation:
  schema: 1
  name: Hand-made
  trigger: { kind: manual, params: {}, next: a }
  goals: []
  settings: { reentry: never, failureStop: { pct: 20, min: 10 }, maxSteps: 100 }
  nodes:
${nodes}`;

test('a file written by hand is read, though its automation is not finished', () => {
  const reading = importYaml(written('    a: { kind: email, label: Hello, params: {}, ports: {} }'));
  expect(reading).toMatchObject({
    outcome: 'read',
    file: { automation: { nodes: { a: { kind: 'email' } } } },
  });
});

const problemsOf = (text: string) => {
  const reading = importYaml(text);
  return reading.outcome === 'refused' ? reading.problems : [];
};

test.each([
  ['not YAML', 'a: [1', [{ line: 1, column: 6 }]],
  ['a field twice', `${HEAD}version: 1\n`, [{ line: 4, column: 1, message: 'Map keys must be unique' }]],
  [
    'an unknown kind of step',
    written('    a: { kind: fax, label: A, params: {}, ports: {} }'),
    [{ line: 11, column: 10, message: expect.stringContaining('"kind" is one of wait.for, wait.date') }],
  ],
  [
    'a field too many',
    written('    a: { kind: exit, label: A, params: {}, ports: {}, colour: red }'),
    [{ line: 11, column: 55, message: 'There is nothing called "colour" here' }],
  ],
  [
    'a field too few',
    written('    a: { kind: exit, params: {}, ports: {} }'),
    [{ line: 11, column: 5, message: '"label" is missing' }],
  ],
  [
    'a name that is none',
    written('    A B: { kind: exit, label: A, params: {}, ports: {} }'),
    [{ line: 11, column: 5, message: expect.stringContaining('"A B" is no name') }],
  ],
  [
    'a reference',
    `${HEAD}automation: &x { a: *x }`,
    [{ line: 1, column: 1, message: 'References (&name, *name) cannot be used' }],
  ],
  ['a type of its own', `${HEAD}automation: !!js/function "x"`, [{ line: 4, column: 13 }]],
  [
    'a list where a text should be',
    written('    a: { kind: exit, label: [A], params: {}, ports: {} }'),
    [{ line: 11, column: 22, message: '"label" has to be a text' }],
  ],
  ['nothing', '', [{ line: 1, column: 1, message: 'The automation is missing' }]],
])('%s is refused with its place', (_what, text, expected) => {
  expect(problemsOf(text)).toMatchObject(expected);
});

test('a file that is too long is not read at all', () => {
  expect(problemsOf('x'.repeat(1_000_001))).toEqual([
    { line: 1, column: 1, message: 'This file is too long to be an automation' },
  ]);
});

test('the schema for editors knows every kind of step and its parameters', () => {
  const schema = JSON.stringify(automationFileSchema());
  for (const kind of StepKind.options) expect(schema).toContain(`"const":"${kind}"`);
  expect(schema).toContain('"title":"How long to wait"');
  expect(automationFileSchema()).toMatchObject({
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
  });
});
