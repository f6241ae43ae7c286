import type { z } from 'zod';
import type { FieldProblem } from '@rap/contracts/problem';

/** Zod's issues as faults at their fields, each with what mends it. `at` is the parameter that was checked, if it was one. */
export function fieldProblems(issues: readonly z.core.$ZodIssue[], at: string): FieldProblem[] {
  return issues.flatMap((issue) => {
    const field = [at, ...issue.path.map(String)].filter(Boolean).join('.');
    if (issue.code !== 'unrecognized_keys') return [fault(issue, field)];
    return issue.keys.map((key) => ({
      field: [field, key].filter(Boolean).join('.'),
      code: 'unknown_field',
      message: 'is not a field of this request',
      fix: 'remove it, or look up its name in /docs',
    }));
  });
}

function fault(
  issue: Exclude<z.core.$ZodIssue, z.core.$ZodIssueUnrecognizedKeys>,
  field: string,
): FieldProblem {
  switch (issue.code) {
    case 'invalid_type':
      // of a query, where a number is read from text: what is left out and what is no number look alike
      if (issue.message.endsWith('received NaN'))
        return { field, code: 'wrong_type', message: 'is missing or no number', fix: 'send a number' };
      return issue.message.endsWith('received undefined')
        ? { field, code: 'required', message: 'is missing', fix: `send ${aKind(issue.expected)}` }
        : {
            field,
            code: 'wrong_type',
            message: `must be ${aKind(issue.expected)}`,
            fix: `send ${aKind(issue.expected)}`,
          };
    case 'too_small':
      return {
        field,
        code: 'too_small',
        message: issue.message,
        fix: `send ${amount(issue.origin, 'at least', issue.minimum)}`,
      };
    case 'too_big':
      return {
        field,
        code: 'too_big',
        message: issue.message,
        fix: `send ${amount(issue.origin, 'at most', issue.maximum)}`,
      };
    case 'invalid_format':
      return {
        field,
        code: `invalid_${issue.format}`,
        message: issue.message,
        fix: FORMAT_FIXES[issue.format] ?? 'see the pattern in /docs',
      };
    case 'invalid_value':
      return {
        field,
        code: 'invalid_value',
        message: issue.message,
        fix: `send one of ${issue.values.map(String).join(', ')}`,
      };
    case 'not_multiple_of':
      return {
        field,
        code: 'invalid_value',
        message: issue.message,
        fix: `send a multiple of ${issue.divisor}`,
      };
    case 'custom':
      return { field, code: 'invalid_value', message: issue.message, fix: fixOf(issue) };
    case 'invalid_union':
      return {
        field,
        code: 'invalid_value',
        message: issue.message,
        fix: issue.discriminator
          ? `send a "${issue.discriminator}" that /docs names, and the fields that belong to it`
          : 'send one of the forms that /docs names',
      };
    case 'invalid_key':
    case 'invalid_element':
      return { field, code: 'invalid_value', message: issue.message, fix: 'see the form of this in /docs' };
  }
}

/** A rule of ours says with `params: { fix }` what mends it. */
const fixOf = ({ params }: z.core.$ZodIssueCustom): string =>
  typeof params?.['fix'] === 'string' ? params['fix'] : 'see the rule in /docs';

const FORMAT_FIXES: Readonly<Record<string, string>> = {
  uuid: 'send an id as it was answered, for example 0199f0c2-7d55-7c3b-a5a4-2a5d2f6f4c11',
  email: 'send an address such as ann@example.com',
  date: 'send a day as YYYY-MM-DD',
  datetime: 'send an instant such as 2027-01-31T15:00:00Z',
  url: 'send a whole address that begins with https://',
};

const aKind = (kind: string): string => {
  const name =
    { int: 'whole number', record: 'object', object: 'JSON object', array: 'list', boolean: 'true or false' }[
      kind
    ] ?? kind;
  if (kind === 'boolean') return name;
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
};

function amount(origin: string, how: string, limit: number | bigint): string {
  if (origin === 'string') return `${how} ${limit} characters`;
  if (origin === 'array' || origin === 'set') return `${how} ${limit} entries`;
  return `${how} ${limit}`;
}
