import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

test('commas, quotes and line breaks are kept within their cell', () => {
  expect(csvLine(['Lopez, Maria', 'said "yes"', 'two\nlines', ''])).toBe(
    '"Lopez, Maria","said ""yes""","two\nlines",\r\n',
  );
});

test('what a spreadsheet would reckon is words', () => {
  for (const text of ['=1+1', '+12165550100', '-2', '@sum', '\tx'])
    expect(csvLine([text])).toBe(`'${text}\r\n`);
  expect(csvLine(['=a,b'])).toBe(`"'=a,b"\r\n`);
  expect(csvLine(['a=b'])).toBe('a=b\r\n');
});
