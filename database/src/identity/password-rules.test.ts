import { expect, test } from 'vitest';
import { passwordFault } from './password-rules.ts';

const about = { email: 'dana.reyes@harbor.example', names: ['Dana Reyes', 'Harbor Retirement Advisors'] };

test.each([
  ['short one', 'too_short'],
  ['aaaaaaaaaaaabb', 'too_simple'],
  ['password1234', 'common'],
  ['P4ssw0rd!!!!', 'common'],
  ['1234567890123', 'too_simple'],
  ['harbor-lights-at-night', 'names_you'],
  ['my name is dana.reyes', 'names_you'],
  ['Retirement is near', 'names_you'],
])('%s is refused: %s', (password, code) => {
  expect(passwordFault(password, about)?.code).toBe(code);
});

test.each(['correct horse battery staple', 'tr0mbone-under-7-bridges', 'ein Häuschen am Fluß'])(
  '%s is taken',
  (password) => {
    expect(passwordFault(password, about)).toBeUndefined();
  },
);
