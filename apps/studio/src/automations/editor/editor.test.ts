import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { beforeEach, expect, test } from 'vitest';
import { edit, noteSaved, openEditor, redo, undo, useEditor } from './editor.ts';

const draft = (name: string): DraftDefinition => ({
  schema: 1,
  name,
  trigger: { kind: 'manual', params: {}, next: 'END' },
  nodes: {},
  goals: [],
  settings: { reentry: 'never', failureStop: { pct: 20, min: 10 }, maxSteps: 500 },
});
const rename = (name: string) => (definition: DraftDefinition) => ({ ...definition, name });
const now = (): string | undefined => useEditor.getState().definition?.name;

beforeEach(() => openEditor('one', draft('First'), 1));

test('each edit can be taken back and done again', () => {
  edit(rename('Second'), 'name', '', 0);
  edit(rename('Third'), 'name', '', 5_000);
  undo();
  expect(now()).toBe('Second');
  undo();
  expect(now()).toBe('First');
  undo();
  expect(now()).toBe('First');
  redo();
  redo();
  expect(now()).toBe('Third');
});

test('a word typed letter by letter is one step back; another field is another', () => {
  edit(rename('S'), 'name', '', 0);
  edit(rename('Se'), 'name', '', 200);
  edit((one) => ({ ...one, settings: { ...one.settings, maxSteps: 10 } }), 'maxSteps', '', 300);
  undo();
  expect(now()).toBe('Se');
  undo();
  expect(now()).toBe('First');
});

test('an edit after an undo forgets what was undone', () => {
  edit(rename('Second'), 'name', '', 0);
  undo();
  edit(rename('Other'), 'name', '', 9_000);
  redo();
  expect(now()).toBe('Other');
});

test('an edit that changes nothing is none', () => {
  edit((one) => one, 'name', '', 0);
  expect(useEditor.getState().past).toEqual([]);
});

test('saving keeps the way back', () => {
  edit(rename('Second'), 'name', '', 0);
  noteSaved(draft('Second'), 2);
  undo();
  expect(now()).toBe('First');
  expect(useEditor.getState().version).toBe(2);
});
