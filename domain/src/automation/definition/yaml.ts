import { AutomationFile } from '@rap/contracts/automation/automation-file';
import { Definition } from '@rap/contracts/automation/definition';
import { LineCounter, isMap, isNode, isScalar, isSeq, parseDocument, stringify, type Document } from 'yaml';
import { z } from 'zod';

/** Longer files are refused before they are read; the largest definition with all its texts stays far below. */
const MOST_CHARACTERS = 1_000_000;

/** A fault of a file, where it stands: lines and columns count from 1, as editors show them. */
export interface FileProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type FileReading =
  | { readonly outcome: 'read'; readonly file: AutomationFile }
  | { readonly outcome: 'refused'; readonly problems: readonly FileProblem[] };

/** The automation as a YAML file; `schemaUrl` tells editors where the description of its fields is. */
export function exportYaml(file: AutomationFile, schemaUrl: string): string {
  const body = stringify(file, { lineWidth: 110, aliasDuplicateObjects: false });
  return `# yaml-language-server: $schema=${schemaUrl}\n${body}`;
}

/** The JSON Schema (draft 7, which YAML editors read) of the file. Stricter than reading: an editor should ask for what is missing. */
export function automationFileSchema(): Record<string, unknown> {
  const complete = AutomationFile.extend({ automation: Definition });
  const { $schema, ...schema } = z.toJSONSchema(complete, { target: 'draft-7', io: 'input' });
  return { $schema, title: 'Automation of RetirementAdvisorPro', ...schema };
}

/**
 * Reads a file that was exported, or written by hand. The automation in it is a draft and may be unfinished; the file's
 * form is checked strictly, and each fault is reported with its place.
 */
export function importYaml(text: string): FileReading {
  if (text.length > MOST_CHARACTERS) {
    return refused([{ line: 1, column: 1, message: 'This file is too long to be an automation' }]);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) return refused(faults.map(({ pos, message }) => ({ ...at(pos[0]), message })));
  const value = plainValue(document);
  if (value.outcome === 'refused') return refused([{ line: 1, column: 1, message: value.message }]);
  const parsed = AutomationFile.safeParse(value.value, { reportInput: true });
  if (parsed.success) return { outcome: 'read', file: parsed.data };
  const problems = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          ...at(offsetOf(document, [...issue.path, key])),
          message: `There is nothing called "${key}" here`,
        }))
      : [{ ...at(offsetOf(document, issue.path)), message: faultWords(issue) }],
  );
  return refused(problems);
}

const refused = (problems: readonly FileProblem[]): FileReading => ({ outcome: 'refused', problems });

/** References are refused: our files have none, and a few lines of them can stand for gigabytes. */
function plainValue(
  document: Document.Parsed,
): { outcome: 'plain'; value: unknown } | { outcome: 'refused'; message: string } {
  try {
    return { outcome: 'plain', value: document.toJS({ maxAliasCount: 0 }) };
  } catch (error) {
    if (error instanceof ReferenceError)
      return { outcome: 'refused', message: 'References (&name, *name) cannot be used' };
    throw error;
  }
}

/** Where the value of a path stands; for one that is missing, the nearest that is there. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (pair === undefined) return offset;
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    }
  }
  return offset;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  object: 'a group of fields',
  record: 'a group of fields',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function faultWords(issue: z.core.$ZodIssue): string {
  const name = issue.path.at(-1);
  const quoted = name === undefined ? 'The automation' : `"${String(name)}"`;
  switch (issue.code) {
    case 'invalid_value':
      return `${quoted} is one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      return issue.input === undefined || issue.input === null
        ? `${quoted} is missing`
        : `${quoted} has to be ${TYPE_WORDS[issue.expected] ?? issue.expected}`;
    case 'invalid_key':
      return `${quoted} is no name that can be used here: ${issue.issues[0]?.message ?? ''}`;
    case 'invalid_format':
      return `${quoted} is not right: ${issue.message}`;
    default:
      return `${quoted} is not right`;
  }
}
