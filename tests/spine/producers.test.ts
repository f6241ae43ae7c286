import { readdir, readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { EVENT_KINDS } from '@rap/contracts/automation/events';

const ROOT = new URL('../../', import.meta.url);
const ROOMS = ['database/src', 'activities/src', 'apps/api/src', 'apps/workers/src'];
/** the sources that write events, without tests and migrations */
let raising: string[];

beforeAll(async () => {
  const found = await Promise.all(
    ROOMS.map(async (room) => {
      const names = await readdir(new URL(room, ROOT), { recursive: true });
      return names
        .filter((name) => /^(?!migrations\/).*(?<!\.test)\.ts$/.test(name))
        .map((name) => readFile(new URL(`${room}/${name}`, ROOT), 'utf8'));
    }),
  );
  raising = (await Promise.all(found.flat())).filter((text) => /\.emit\(/.test(text));
});

/** In full, or with the second word put in: `document.${status}`. */
const names = (text: string, kind: string): boolean =>
  text.includes(`'${kind}'`) || text.includes(`\`${kind.split('.')[0]}.\${`);

// `manual` asks for one automation by its id, and is raised by whoever starts a person by hand
test.each(EVENT_KINDS.filter((kind) => kind !== 'manual'))('something raises %s', (kind) => {
  expect(raising.some((text) => names(text, kind))).toBe(true);
});
