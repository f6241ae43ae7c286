import type { ListPlace } from '@rap/database/records/list-records';
import { csvLine } from '@rap/domain/csv';
import { ProblemError } from './problem-error.ts';

export interface CsvPage {
  readonly lines: readonly string[];
  readonly next: ListPlace | undefined;
}

/** A whole list as a file, page by page within one request; one of more than `most` lines is refused, with how to narrow it. */
export async function csvFile(
  heads: readonly string[],
  { most, what, narrow }: { readonly most: number; readonly what: string; readonly narrow: string },
  pageAfter: (after: ListPlace | undefined) => Promise<CsvPage>,
): Promise<{ file: string; count: number }> {
  const lines: string[] = [];
  let after: ListPlace | undefined;
  do {
    const page = await pageAfter(after);
    lines.push(...page.lines);
    if (lines.length > most)
      throw new ProblemError(422, 'too_many', `More than ${most.toLocaleString('en-US')} ${what}`, {
        detail: narrow,
      });
    after = page.next;
  } while (after);
  // spreadsheets take a file without the mark for one of another alphabet
  return { file: `\uFEFF${csvLine(heads)}${lines.join('')}`, count: lines.length };
}
