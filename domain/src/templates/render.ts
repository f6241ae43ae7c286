import { compile } from 'html-to-text';
import { Liquid, type Context, type Template } from 'liquidjs';
import { TEMPLATE_VARIABLES, type TemplateValues } from '@rap/contracts/template-variables';
import { sayTime } from '../consent/say-time.ts';

const MAX_SOURCE_CHARACTERS = 100_000;

/** An e-mail as its author wrote it. */
export interface EmailTemplate {
  readonly subject: string;
  readonly html: string;
}

export interface RenderedEmail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export interface RenderContext {
  readonly values: TemplateValues;
  readonly nowMs: number;
  /** where the reader is: dates are said by their clock */
  readonly zone: string;
}

export interface TemplateProblem {
  readonly code: 'unknown_variable' | 'syntax' | 'too_long';
  readonly message: string;
  readonly line?: number;
}

/**
 * What is wrong with a template, in words that name the fix; empty when it can be published. Only variables of the catalogue
 * may be used; a template has no way to reach anything else (`ownPropertyOnly`).
 */
export function checkTemplate(source: string): TemplateProblem[] {
  if (source.length > MAX_SOURCE_CHARACTERS) {
    const message = `It is longer than ${MAX_SOURCE_CHARACTERS.toLocaleString('en-US')} characters: shorten it.`;
    return [{ code: 'too_long', message }];
  }
  try {
    const engine = liquid('text');
    const used = engine.fullVariablesSync(engine.parse(source));
    return used
      .filter((name) => !Object.hasOwn(TEMPLATE_VARIABLES, name))
      .map((name) => ({ code: 'unknown_variable', message: unknownWords(name) }));
  } catch (error) {
    return [syntaxProblem(error)];
  }
}

/** The variables that a wording uses and that have no value: nothing, or its fallback, stands in their place. */
export function missingVariables(sources: readonly string[], values: TemplateValues): string[] {
  const engine = liquid('text');
  const used = sources.flatMap((source) => engine.fullVariablesSync(engine.parse(source)));
  return [...new Set(used)].filter((name) => !Object.hasOwn(values, name));
}

/** Renders an e-mail; values are escaped in HTML, and the text part is made from the HTML. */
export function renderEmail(template: EmailTemplate, context: RenderContext): RenderedEmail {
  const html = fill(template.html, context, 'html');
  return { subject: oneLine(fill(template.subject, context, 'text')), html, text: textOf(html) };
}

/** Renders a text message. */
export function renderText(body: string, context: RenderContext): string {
  return fill(body, context, 'text').trim();
}

/** What somebody reads who sees no HTML; addresses of links are written out. */
export const textOf: (html: string) => string = compile({
  wordwrap: 78,
  selectors: [{ selector: 'img', format: 'skip' }],
});

function fill(source: string, { values, nowMs, zone }: RenderContext, format: 'html' | 'text'): string {
  const scope: Record<string, Record<string, string>> = {};
  for (const [name, value] of Object.entries(values)) {
    const [group = '', field = ''] = name.split('.');
    scope[group] = { ...scope[group], [field]: value };
  }
  const reader: Reader = { nowMs, zone };
  const rendered: unknown = engines[format].renderSync(parsedOf(source, format), {
    ...scope,
    [READER]: reader,
  });
  return String(rendered);
}

/** On whose clock dates are said: beside the variables, under a name that no template can write. */
const READER = Symbol('reader');
type Reader = Pick<RenderContext, 'nowMs' | 'zone'>;

function sayWhen(this: { readonly context: Context }, value: unknown): unknown {
  const reader: unknown = Reflect.get(this.context.environments, READER);
  if (typeof value !== 'string' || value === '' || !isReader(reader)) return '';
  return sayTime(Date.parse(value), reader.zone, reader.nowMs);
}

const isReader = (value: unknown): value is Reader =>
  typeof value === 'object' && value !== null && 'zone' in value && 'nowMs' in value;

const engineOptions = {
  ownPropertyOnly: true,
  strictFilters: true,
  // a value that is missing at the moment of sending is left out, not an error: publishing has checked the names
  strictVariables: false,
  parseLimit: MAX_SOURCE_CHARACTERS,
  renderLimit: 500,
  memoryLimit: 5_000_000,
};

/** No file system and no clock of its own. */
function liquid(format: 'html' | 'text'): Liquid {
  const engine = new Liquid({
    ...engineOptions,
    ...(format === 'html' ? { outputEscape: 'escape' as const } : {}),
  });
  engine.registerFilter('when', sayWhen);
  // tags that read files or the machine's clock have no place in a message
  for (const tag of ['include', 'render', 'layout', 'block']) delete engine.tags[tag];
  return engine;
}

const engines = { html: liquid('html'), text: liquid('text') };

/** Templates are few and used often: what was parsed is kept, so many at most. */
const MOST_PARSED = 200;
const parsed = { html: new Map<string, Template[]>(), text: new Map<string, Template[]>() };

function parsedOf(source: string, format: 'html' | 'text'): Template[] {
  const known = parsed[format].get(source);
  if (known) return known;
  const template = engines[format].parse(source);
  if (parsed[format].size >= MOST_PARSED) parsed[format].clear();
  parsed[format].set(source, template);
  return template;
}

function unknownWords(name: string): string {
  const nearest = Object.keys(TEMPLATE_VARIABLES)
    .map((known) => ({ known, distance: editDistance(known.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  const hint = nearest && nearest.distance <= 4 ? ` Did you mean {{ ${nearest.known} }}?` : '';
  return `There is no variable {{ ${name} }}.${hint}`;
}

function syntaxProblem(error: unknown): TemplateProblem {
  const words = error instanceof Error ? error.message : String(error);
  const line = /line:(\d+)/.exec(words)?.[1];
  const plain = words.replace(/,? ?(file|line|col):[^,]*/g, '').trim();
  return { code: 'syntax', message: `It cannot be read: ${plain}.`, ...(line ? { line: Number(line) } : {}) };
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
