import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type IForbiddenRuleType } from 'dependency-cruiser';
import { expect, test } from 'vitest';
import { z } from 'zod';

const require = createRequire(import.meta.url);
const config = z
  .object({ forbidden: z.array(z.custom<IForbiddenRuleType>((rule) => typeof rule === 'object')) })
  .parse(require('../../.dependency-cruiser.cjs'));
const Cruised = z.object({
  summary: z.object({ violations: z.array(z.object({ rule: z.object({ name: z.string() }) })) }),
});

/** A house of two files: one that imports, and what it imports. */
async function broken(from: string, to: string): Promise<string[]> {
  const house = await mkdtemp(join(tmpdir(), 'rap-fence-'));
  try {
    for (const file of [from, to]) await mkdir(dirname(join(house, file)), { recursive: true });
    const up = '../'.repeat(from.split('/').length - 1);
    await writeFile(join(house, from), `import { it } from '${up}${to}';\nexport const used = it;\n`);
    await writeFile(join(house, to), `export const it = 1;\n`);
    const { output } = await cruise([from.split('/')[0] ?? ''], {
      baseDir: house,
      validate: true,
      ruleSet: { forbidden: config.forbidden },
    });
    const { summary } = Cruised.parse(output);
    return [...new Set(summary.violations.map(({ rule }) => rule.name))];
  } finally {
    await rm(house, { recursive: true });
  }
}

const SENDERS = ['providers/src/smtp/send.ts', 'providers/src/twilio/send.ts'];
const ELSEWHERE = [
  'apps/api/src/outbound-message/outbound-message.service.ts',
  'apps/workers/src/relay.ts',
  'activities/src/automation/write-act.ts',
  'activities/src/care/care-activities.ts',
  'workflows/src/outbound-message/outbound-message.ts',
];

test('whoever imports a sender of mail or texts outside the gate is stopped', async () => {
  for (const sender of SENDERS) {
    for (const from of ELSEWHERE)
      expect(await broken(from, sender), `${from} -> ${sender}`).toContain('one-gate');
  }
});

test('whoever takes the hand-over without the message sender is stopped', async () => {
  for (const from of ['activities/src/automation/write-act.ts', 'apps/workers/src/relay.ts']) {
    expect(await broken(from, 'activities/src/sending/channels.ts')).toContain('one-hand');
  }
});

test("whoever calls a provider's library directly is stopped", async () => {
  for (const library of ['nodemailer', 'twilio']) {
    for (const from of [
      'apps/api/src/outbound-message/outbound-message.service.ts',
      'activities/src/sending/channels.ts',
    ]) {
      expect(await broken(from, `node_modules/${library}/index.js`)).toContain('providers-libraries');
    }
  }
});

test('the sending activities themselves may', async () => {
  for (const sender of SENDERS)
    expect(await broken('activities/src/sending/channels.ts', sender)).toEqual([]);
});
