import { expect, test } from 'vitest';
import { build, buildContext, email, problemsIn, task, waitFor } from './testing/build.ts';
import { validate } from './validate.ts';

test('a sound definition has no problem and comes back complete, with defaults', () => {
  const { problems, definition } = validate(
    build({ wait: waitFor('hello'), hello: email('END') }),
    buildContext(),
  );
  expect(problems).toEqual([]);
  expect(definition?.nodes['wait']).toMatchObject({
    params: { for: { value: 1, unit: 'days' }, zone: 'person' },
  });
});

test('a problem names its step and its way out', () => {
  const { problems, definition } = validate(
    build({ hello: { ...email('END'), ports: { next: 'END' } } }),
    buildContext(),
  );
  expect(problems).toEqual([
    {
      code: 'port_open',
      severity: 'error',
      message: 'Choose what happens after *Say hello* when it may not be sent',
      node: 'hello',
      port: 'refused',
    },
  ]);
  expect(definition).toBeUndefined();
});

test('what happens on an error may be left open: the person is held then', () => {
  expect(problemsIn(build({ call: task('END') }))).toEqual([]);
});
