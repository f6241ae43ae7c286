import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The rule file of Prometheus, with what we ask of each rule besides. */
const Rules = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z
        .array(
          z.strictObject({
            alert: z.string().regex(/^[A-Z][A-Za-z]+$/),
            expr: z.string(),
            for: z
              .string()
              .regex(/^\d+[smh]$/)
              .optional(),
            labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
            annotations: z.strictObject({ summary: z.string(), runbook_url: z.string() }),
          }),
        )
        .min(1),
    }),
  ),
});
const rules = Rules.parse(parse(read('docs/alerts/rap.yml'))).groups.flatMap((group) => group.rules);
const runbook = read('docs/operations.md');

test.each(rules.map((rule) => [rule.alert, rule] as const))('%s: its expression is PromQL', (_name, rule) => {
  const wrong: string[] = [];
  parser.parse(rule.expr).iterate({
    enter: (node) => void (node.type.isError && wrong.push(rule.expr.slice(node.from))),
  });
  expect(wrong).toEqual([]);
});

test.each(rules.map((rule) => [rule.alert, rule] as const))('%s has a runbook', (name, rule) => {
  expect(rule.annotations.runbook_url).toBe(`docs/operations.md#${name.toLowerCase()}`);
  const [, after] = runbook.split(`\n#### ${name}\n`);
  expect(after?.split('\n#')[0]?.trim().length ?? 0).toBeGreaterThan(80);
});

test('no runbook is left of an alert that is gone, and no name is there twice', () => {
  const headings = [...runbook.matchAll(/^#### (\w+)$/gm)].map((match) => match[1]);
  expect(new Set(headings)).toEqual(new Set(rules.map((rule) => rule.alert)));
  expect(headings).toHaveLength(rules.length);
});

test('a wrong expression is seen', () => {
  let wrong = 0;
  parser.parse('max by (consumer rap_x > ').iterate({ enter: (node) => void (node.type.isError && wrong++) });
  expect(wrong).toBeGreaterThan(0);
});
