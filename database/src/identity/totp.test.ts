import { expect, test } from 'vitest';
import { base32, codeAt, otpauthUri, stepOfCode } from './totp.ts';

const SECRET = Buffer.from('12345678901234567890');

// RFC 6238, appendix B: the last six of its eight digits
test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('the code at %i s is %s', (seconds, code) => {
  expect(codeAt(SECRET, seconds * 1000)).toBe(code);
});

test('a code is good in its own step and those beside it, and no longer', () => {
  const at = 1_111_111_111_000;
  const code = codeAt(SECRET, at);
  const step = Math.floor(at / 30_000);
  for (const drift of [-1, 0, 1]) expect(stepOfCode(SECRET, code, at + drift * 30_000)).toBe(step);
  for (const drift of [-2, 2]) expect(stepOfCode(SECRET, code, at + drift * 30_000)).toBeUndefined();
  expect(stepOfCode(SECRET, '12345', at)).toBeUndefined();
});

test('the secret is written as authenticator apps read it', () => {
  expect(base32(SECRET)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  expect(base32(Buffer.from('fooba'))).toBe('MZXW6YTB');
  expect(otpauthUri(SECRET, 'a b@x.example', 'RetirementAdvisorPro')).toBe(
    'otpauth://totp/RetirementAdvisorPro%3Aa%20b%40x.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=RetirementAdvisorPro',
  );
});
