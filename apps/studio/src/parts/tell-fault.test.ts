import { expect, test } from 'vitest';
import { framesOf } from './tell-fault.ts';

test('frames say where, in any browser, and nothing of the message, the host or a query', () => {
  const chrome = `TypeError: Maria Lopez is not a function
    at Row (https://firm.example/assets/today-a1.js:10:203)
    at https://firm.example/assets/index-b2.js:4:77`;
  expect(framesOf(chrome)).toEqual(['at Row /assets/today-a1.js:10:203)', 'at /assets/index-b2.js:4:77']);
  const firefox = 'Row@https://firm.example/assets/today-a1.js:10:203';
  expect(framesOf(firefox)).toEqual(['Row@/assets/today-a1.js:10:203']);
  expect(framesOf('Error: call 216-555-0100')).toEqual([]);
});
