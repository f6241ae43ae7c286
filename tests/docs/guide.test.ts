import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'docs/guide');
const guide = readFileSync(join(folder, 'README.md'), 'utf8');
const shown = [...guide.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, file = '']) => file);

test('every picture that the guide shows is there', () => {
  expect(shown.length).toBeGreaterThan(10);
  expect(shown.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
});

test('every picture is shown somewhere in the documents', () => {
  const others = ['README.md', 'docs/look-review.md', 'docs/operations.md']
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');
  const pictures = readdirSync(folder).filter((file) => file.endsWith('.png'));
  expect(pictures.filter((file) => !shown.includes(file) && !others.includes(file))).toEqual([]);
});
