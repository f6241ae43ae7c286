import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

test('members are sorted by their UTF-16 code units, as in RFC 8785, section 3.2.3', () => {
  const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
  const order = [...canonicalJson(value).matchAll(/":(\d)/g)].map(([, number]) => number).join();
  expect(order).toBe('2,4,6,7,1,5,3');
});

test('numbers are written as ECMAScript writes them, as in RFC 8785, appendix B', () => {
  expect(canonicalJson([333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0])).toBe(
    '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
  );
});

test('what is no JSON is refused', () => {
  for (const value of [NaN, Infinity, '\ud800', () => 1, undefined, [undefined], { '\udc00': 1 }]) {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  }
});

test('members that are undefined are left out', () => {
  expect(canonicalJson({ b: undefined, a: null })).toBe('{"a":null}');
});

test('it is JSON of the same value, whatever the order of its members', () => {
  const reversed = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(reversed)
      : value !== null && typeof value === 'object'
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([name, member]) => [name, reversed(member)]),
          )
        : value;
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
      expect(canonicalJson(reversed(value))).toBe(text);
    }),
  );
});
