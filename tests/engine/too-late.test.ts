import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAutomationActivities } from '@rap/activities/automation/automation-activities';
import { runIdOf, type AdvanceOutput } from '@rap/contracts/automation/run';
import { givePermission } from '@rap/database/consent/consent-commands';
import { changeSettings } from '@rap/database/firm/sending-rules';
import { addEmail } from '@rap/database/person/reach-commands';
import { publishAutomation } from '../support/build/automation.ts';
import { enrolPerson } from '../support/build/note-automation.ts';
import { buildSending, NOBODY, type TestSending } from '../support/build/sending.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../support/build/world.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2026-11-24T17:00:00Z');
const clock = { at: START_MS, now: () => clock.at };

let world: TestWorld;
let firm: TestFirm;
let sending: TestSending;
let activities: ReturnType<typeof createAutomationActivities>;
beforeAll(async () => {
  world = await openWorld({ clock });
  firm = await buildFirm(world, { settings: { emailDomain: 'harbor.example', fourEyes: false } });
  sending = await buildSending(world, NOBODY, clock);
  activities = createAutomationActivities({ db: world.db, clock, ...sending });
});
afterAll(async () => {
  sending?.smtp.close();
  await world?.close();
});

test('a message that has to wait again and again is refused when its hours since the first try are over', async () => {
  const hello = {
    kind: 'email' as const,
    label: 'Say hello',
    params: { template: 'hello', purpose: 'service', from: 'firm', notAfter: { hours: 48 } },
    ports: { next: 'END', refused: 'END' },
  };
  const automationId = await publishAutomation(firm, {
    definition: {
      schema: 1,
      name: 'Hello',
      trigger: { kind: 'manual', params: {}, next: 'hello' },
      nodes: { hello },
      goals: [],
      settings: { reentry: 'never', failureStop: { pct: 100, min: 100 }, maxSteps: 50 },
    },
    templates: { hello: { channel: 'email', name: 'Hello', subject: 'Hello', html: '<p>Hello</p>' } },
  });
  const { personId, enrolmentId, state } = await enrolPerson(firm, automationId);
  await firm.run(async (ctx) => {
    await addEmail(ctx, personId, { address: 'maria@example.com', label: 'home', isPrimary: true });
    const shown = { textVersion: 't1', textShown: 'Write to me.', proof: {} };
    const address = 'maria@example.com';
    await givePermission(ctx, { personId, channel: 'email', purpose: 'service', address, ...shown });
    await changeSettings(ctx, { stopSending: true }, {});
  });
  const who = { firmId: firm.firmId, automationId, enrolmentId };
  const notes: string[] = [];
  let out: AdvanceOutput | undefined;
  for (let hours = 0; hours <= 60 && out?.command.do !== 'end'; hours += 12) {
    clock.at = START_MS + hours * HOUR_MS;
    out = await activities.advance({
      who,
      firmId: firm.firmId,
      run: runIdOf(who),
      chain: 'chain',
      state: out?.state ?? state,
      give: { nowMs: clock.at },
    });
    const { command } = out;
    notes.push(`${hours} ${command.do === 'wait' ? command.why : command.do}`);
  }
  expect(notes).toEqual(['0 later', '12 later', '24 later', '36 later', '48 end']);
  const steps: { note: string }[] = await firm.run((ctx) =>
    ctx.em.query(`select step->>'note' as note from app.step_event where enrolment_id = $1 order by n`, [
      enrolmentId,
    ]),
  );
  expect(steps.map(({ note }) => note)).toContain('too_late');
});
