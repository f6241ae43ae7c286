import { afterAll, beforeAll, expect, test } from 'vitest';
import { PostgresStore } from '@rap/activities/automation/postgres-store';
import { advance } from '@rap/activities/automation/segment';
import { firmWorld } from '@rap/activities/automation/world';
import { runIdOf } from '@rap/contracts/automation/run';
import { resumeAutomation } from '@rap/database/automation/automation-pause';
import { AutomationEntity } from '@rap/database/automation/automation.entity';
import { askToEnrol } from '@rap/database/enrolment/enrol-by-hand';
import { EnrolmentEntity } from '@rap/database/enrolment/enrolment.entity';
import { NoticeEntity } from '@rap/database/notice/notice';
import { publishAutomation } from '../support/build/automation.ts';
import { buildPerson } from '../support/build/person.ts';
import { openRelayedWorld, type RelayedWorld } from '../support/build/relayed-world.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let relayed: RelayedWorld;
let firm: TestFirm;
let automationId: string;
beforeAll(async () => {
  relayed = await openRelayedWorld(Date.parse('2027-02-22T17:00:00Z'));
  firm = await buildFirm(relayed.world, { settings: { fourEyes: false } });
  automationId = await publishAutomation(firm, {
    definition: {
      schema: 1,
      name: 'Tell the advisor',
      trigger: { kind: 'manual', params: {}, next: 'tell' },
      nodes: {
        tell: {
          kind: 'notify',
          label: 'Tell the advisor',
          params: { who: 'owner', text: 'Look here.' },
          ports: { next: 'END' },
        },
      },
      goals: [],
      settings: { reentry: 'never', failureStop: { pct: 50, min: 2 }, maxSteps: 50 },
    },
    templates: {},
  });
});
afterAll(() => relayed?.close());

/** Puts a person in by hand and runs their first segment; answers how they stand, or why they could not enter. */
async function enter(ownerId: string | null): Promise<string | undefined> {
  const { id: personId } = await buildPerson(firm, { ownerId });
  const asked = await firm.run((ctx) => askToEnrol(ctx, automationId, [personId]));
  if (asked.outcome !== 'asked') return asked.outcome;
  if (asked.people[0]?.refused) return asked.people[0].refused;
  await relayed.relayed();
  const row = await firm.run((ctx) =>
    ctx.em.getRepository(EnrolmentEntity).findOneByOrFail({ firmId: ctx.firmId, automationId, personId }),
  );
  const who = { firmId: firm.firmId, automationId, enrolmentId: row.id };
  const { command } = await advance(new PostgresStore(relayed.world.db), firmWorld, {
    who,
    firmId: firm.firmId,
    run: runIdOf(who),
    chain: 'chain',
    state: row.state,
    give: { nowMs: relayed.clock.at },
  });
  return command.do === 'wait' ? command.why : command.do;
}

const automation = () =>
  firm.run((ctx) =>
    ctx.em.getRepository(AutomationEntity).findOneByOrFail({ firmId: ctx.firmId, id: automationId }),
  );
/** The words of the notices that are about no person. */
const notices = (): Promise<string[]> =>
  firm.run(async (ctx) => {
    const rows = await ctx.em
      .getRepository(NoticeEntity)
      .findBy({ firmId: ctx.firmId, userId: firm.ownerId, madeBy: 'system:failure-stop' });
    return Promise.all(
      rows.map(async ({ id, textSealed }) =>
        String(await ctx.sealer.open({ table: 'app.notice', column: 'text', rowId: id }, textSealed)),
      ),
    );
  });

test('too many failures stop the automation, hold what it would send, and tell its owner, once', async () => {
  expect(await enter(firm.ownerId)).toBe('end');
  expect(await enter(null)).toBe('attention');
  expect(await automation()).toMatchObject({ stoppedAt: null, pauseMode: null });
  expect(await enter(null)).toBe('attention'); // 2 of 3
  const stopped = await automation();
  expect(stopped).toMatchObject({ stopReason: 'failures', pauseMode: 'holdSends' });
  expect(await notices()).toEqual([
    'The automation "Tell the advisor" has stopped itself: 2 people came to an error and need attention. Nobody enters, and nothing is sent to those inside, until it goes on.',
  ]);
  expect(await enter(firm.ownerId)).toBe('stopped');

  await firm.run((ctx) => resumeAutomation(ctx, stopped, stopped.version));
  expect(await automation()).toMatchObject({ stoppedAt: null, stopReason: null, pauseMode: null });
  expect(await enter(firm.ownerId)).toBe('end');
  expect(await notices()).toHaveLength(1);
});
