import { describe, expect, test } from 'vitest';
import { readEmailAddress } from './email-address.ts';
import { readKeyword } from './keywords.ts';
import { readPhone } from './phone.ts';
import { countSegments } from './sms-segments.ts';
import { supersedes } from './text-state.ts';

describe('keywords', () => {
  test.each([
    'STOP',
    'stop.',
    ' Stop! ',
    'OPT-OUT',
    'opt out',
    'Unsubscribe',
    'ALTO',
    'cancelar',
    'StopAll',
    'no más',
  ])('%s opts out', (text) =>
    expect(readKeyword(text)).toMatchObject({ keyword: 'stop', soundsLikeStop: false }),
  );

  test('START, HELP and YES are read in both languages', () => {
    expect(
      ['start', 'Comenzar', 'HELP', 'ayuda', 'Yes', 'sí'].map((text) => readKeyword(text).keyword),
    ).toEqual(['start', 'start', 'help', 'help', 'yes', 'yes']);
    expect(['Comenzar', 'ayuda', 'sí', 'alto'].every((text) => readKeyword(text).spanish)).toBe(true);
    expect(['start', 'HELP', 'Yes', 'stop'].some((text) => readKeyword(text).spanish)).toBe(false);
  });

  test('a wish in a sentence is no keyword, but is heard', () => {
    expect(readKeyword('please stop texting me')).toMatchObject({ keyword: 'none', soundsLikeStop: true });
    expect(readKeyword("Don't contact me again")).toMatchObject({ keyword: 'none', soundsLikeStop: true });
    expect(readKeyword('por favor no me escriba más')).toMatchObject({
      keyword: 'none',
      soundsLikeStop: true,
    });
  });

  test('ordinary sentences are neither', () => {
    for (const text of [
      'Can we stop by on Friday?',
      'I will end my 401(k) match in May',
      'yes please, Tuesday works',
      '',
    ]) {
      expect(readKeyword(text), text).toMatchObject({ keyword: 'none', soundsLikeStop: false });
    }
  });
});

describe('segments', () => {
  test.each([
    ['a'.repeat(160), 'gsm7', 1],
    ['a'.repeat(161), 'gsm7', 2],
    ['a'.repeat(306), 'gsm7', 2],
    ['a'.repeat(307), 'gsm7', 3],
    ['€'.repeat(80), 'gsm7', 1],
    ['€'.repeat(81), 'gsm7', 2],
    [`${'a'.repeat(152)}€${'a'.repeat(10)}`, 'gsm7', 2],
    ['é'.repeat(160), 'gsm7', 1],
    ['ñ’'.repeat(35), 'ucs2', 1],
    ['’'.repeat(71), 'ucs2', 2],
    ['😀'.repeat(35), 'ucs2', 1],
    ['😀'.repeat(36), 'ucs2', 2],
  ])('%#: %s', (text, encoding, segments) => {
    expect(countSegments(text)).toMatchObject({ encoding, segments });
  });

  test('says which character made it long', () => {
    expect(countSegments('Maria’s plan — done').unusual).toEqual(['’', '—']);
  });
});

describe('phone numbers', () => {
  test('are read as people write them', () => {
    expect(readPhone('(216) 111-0143')).toMatchObject({ ok: false, code: 'phone_impossible' });
    expect(readPhone('(216) 621-0143')).toEqual({ ok: true, e164: '+12166210143', canText: true });
    expect(readPhone('+44 20 7946 0958')).toMatchObject({ ok: true, e164: '+442079460958', canText: false });
    expect(readPhone('12')).toMatchObject({ ok: false });
    expect(readPhone('1-800-463-3339')).toMatchObject({ ok: true, canText: false });
  });
});

describe('e-mail addresses', () => {
  test('are compared without case, and faults name the fix', () => {
    expect(readEmailAddress(' Maria@Example.COM ')).toEqual({
      ok: true,
      address: 'Maria@Example.COM',
      normalised: 'maria@example.com',
    });
    expect(readEmailAddress('maria')).toMatchObject({ code: 'email_no_at' });
    expect(readEmailAddress('maria@example')).toMatchObject({ code: 'email_no_ending' });
    for (const wrong of [
      'a b@example.com',
      'a@@example.com',
      'a..b@example.com',
      '@example.com',
      'a@-.com,b@x.com',
    ]) {
      expect(readEmailAddress(wrong).ok, wrong).toBe(false);
    }
  });
});

test('states of a text that overtake each other never go back, and a final one stays', () => {
  expect(supersedes('queued', null)).toBe(true);
  expect(supersedes('delivered', 'queued')).toBe(true);
  expect(supersedes('sent', 'delivered')).toBe(false);
  expect(supersedes('failed', 'delivered')).toBe(false);
  expect(supersedes('sent', 'sent')).toBe(false);
});
