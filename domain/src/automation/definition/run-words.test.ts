import type { TraceStep } from '@rap/contracts/automation/run';
import { expect, test } from 'vitest';
import { NEW_LEAD_NURTURE } from '../library/new-lead-nurture.ts';
import { compile } from './compile.ts';
import { labelOf, receiptWords } from './run-words.ts';
import { build, buildContext, step } from './testing/build.ts';
import { validate } from './validate.ts';

const context = buildContext({
  templates: new Map([
    ['new-lead-welcome', { channel: 'email', version: 1 }],
    ['new-lead-booking', { channel: 'sms', version: 1 }],
  ]),
});

function planOf(draft: Parameters<typeof validate>[0]) {
  const { definition } = validate(draft, context);
  if (definition === undefined) throw new Error('not sound');
  return compile(definition, context);
}

const nurture = planOf(NEW_LEAD_NURTURE.definition);
const trace = (node: string, kind: string, port: string): TraceStep => ({
  n: 0,
  node,
  visit: 1,
  kind,
  port,
  atMs: 0,
});

test('a plan says what its steps are called', () => {
  expect(labelOf(nurture, 'answer~1')).toBe('Wait for an answer');
  expect(labelOf(nurture, 'END')).toBe('The end');
  expect(labelOf({}, 'answer~1')).toBe('answer~1');
});

test.each([
  ['welcome~1', 'act', 'next', 'Welcome the new lead: done'],
  ['welcome~1', 'act', 'refused', 'Welcome the new lead: refused'],
  ['welcome~1', 'act', 'later', 'Welcome the new lead: not yet'],
  ['welcome~1', 'attention', 'smtp_down', 'Welcome the new lead: needs attention (smtp_down)'],
  ['answer~1', 'waitEvent', 'case:email', 'Wait for an answer: an email comes back'],
  ['answer~1', 'waitEvent', 'timeout', 'Wait for an answer: nothing came in time'],
  ['answer~1', 'goal', 'booked', 'Meeting booked: reached'],
  ['answer~1', 'control', 'skip', 'Wait for an answer: by hand (skip)'],
  ['reach~1', 'branch', 'case:text', 'How can we reach them?: agreed to texts'],
  ['END', 'end', 'end', 'The end'],
])('a receipt at %s, %s %s', (node, kind, port, words) => {
  expect(receiptWords(nurture, trace(node, kind, port))).toBe(words);
});

test('the arms of a split have names too', () => {
  const variants = [
    { id: 'a', label: 'Short letter', weight: 50 },
    { id: 'b', label: 'Long letter', weight: 50 },
  ];
  const ports = { 'variant:a': 'END', 'variant:b': 'END' };
  const plan = planOf(build({ arm: step('split', 'Which letter?', { variants }, ports) }));
  expect(receiptWords(plan, trace('arm~1', 'split', 'variant:b'))).toBe('Which letter?: Long letter');
});
