import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIBRARY, starterFile } from '@rap/domain/automation/library/library';
import { Automation } from '@rap/contracts/automation/http';
import { signInAs, startApi, type Ask, type TestApi } from '../support/build/api.ts';
import { buildFirm } from '../support/build/world.ts';

let api: TestApi;
let ask: Ask;
beforeAll(async () => {
  api = await startApi();
  ask = await signInAs(api, await buildFirm(api.world, { settings: { fourEyes: false } }), 'owner');
});
afterAll(() => api?.close());

test.each(LIBRARY.map((starter) => [starter.definition.name, starter] as const))(
  '%s is taken over by a firm with its texts, and goes live as it is',
  async (name, starter) => {
    const taken = await ask('POST', '/api/automations/import', {
      yaml: JSON.stringify(starterFile(starter)),
    });
    expect(taken.status, JSON.stringify(taken.body)).toBe(201);
    const draft = Automation.parse(taken.body);
    expect(draft).toMatchObject({ name, state: 'draft', problems: [] });
    const live = await ask('POST', `/api/automations/${draft.id}/publish`, {
      version: draft.working.version,
    });
    expect(live.status, JSON.stringify(live.body)).toBe(200);
    expect(Automation.parse(live.body)).toMatchObject({ state: 'live', liveNumber: 1 });
  },
);
