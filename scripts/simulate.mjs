// `npm run simulate -- FILE [--reply DAYS]`: a year of one person's path through an automation file, on the real interpreter.
// Nothing is sent. The person lives in Ohio, agreed to everything, has all dates, and answers nothing unless told to.
import { readFileSync } from 'node:fs';
import { boot } from './boot.mjs';
await boot();
const { build } = await import('./lib/build.mjs');
await build();

const { compile } = await import('@rap/domain/automation/definition/compile');
const { labelOf } = await import('@rap/domain/automation/definition/run-words');
const { validate } = await import('@rap/domain/automation/definition/validate');
const { unsentWords } = await import('@rap/domain/automation/definition/why-unsent');
const { importYaml } = await import('@rap/domain/automation/definition/yaml');
const { simulate } = await import('@rap/domain/automation/engine/simulate');
const { SimulatedPerson } = await import('@rap/domain/automation/engine/simulated-person');
const { examplePerson } = await import('@rap/domain/automation/library/example-person');
const { sayTime } = await import('@rap/domain/consent/say-time');

const DAY_MS = 86_400_000;
const { file, replyDays } = readArguments();
const definition = load(file);
const plan = {
  ...compile(definition, { automationId: 'simulated', templates: templatesOf(file) }),
  hash: 'draft',
};
const startMs = Date.now();
const example = examplePerson(startMs);
const person = new SimulatedPerson(example);
const events =
  replyDays === undefined
    ? []
    : [{ event: { seq: 1, kind: 'email.received', atMs: startMs + replyDays * DAY_MS, data: {} } }];
const { steps, open } = simulate(plan, {
  run: 'simulated',
  person: 'simulated',
  startMs,
  horizonMs: startMs + 365 * DAY_MS,
  world: person,
  script: events,
});
console.log(`"${definition.name}", simulated from ${sayTime(startMs, example.zone, 0)}. Nothing is sent.\n`);
for (const step of steps) {
  const { node, port, atMs, note } = step;
  const label = labelOf(plan, node);
  const words = note === undefined ? '' : ` (${unsentWords(step, person.said(step))})`;
  console.log(`${sayTime(atMs, example.zone, 0).padEnd(28)} ${label.padEnd(32)} ${port}${words}`);
}
console.log(open ? `\nAfter a year the person still waits (${open}).` : '\nThe person has come to the end.');

function readArguments() {
  const [path, flag, days] = process.argv.slice(2);
  const reply = flag === '--reply' ? Number(days) : undefined;
  if (!path || (flag && flag !== '--reply') || Number.isNaN(reply)) {
    fail('Say which file: npm run simulate -- automation.yaml [--reply DAYS]');
  }
  const read = importYaml(readFile(path));
  if (read.outcome === 'refused') {
    fail(read.problems.map(({ line, column, message }) => `${path}:${line}:${column} ${message}`).join('\n'));
  }
  return { file: read.file, replyDays: reply };
}

function readFile(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return fail(`${path} cannot be read`);
  }
}

function load({ automation }) {
  // whose ids they are is the firm's business: every id counts as known
  class AnyId extends Map {
    has() {
      return true;
    }
    get(id) {
      return id;
    }
  }
  const anyId = new AnyId();
  const references = [
    'user',
    'tag',
    'lead_source',
    'lead_form',
    'automation',
    'webhook_in',
    'webhook_out',
    'template',
  ];
  const { definition: sound, problems } = validate(automation, {
    automationId: 'simulated',
    templates: templatesOf(file),
    names: Object.fromEntries(references.map((reference) => [reference, anyId])),
    allowTestDurations: true,
    starts: new Map(),
  });
  return sound ?? fail(problems.map(({ node, message }) => `${node ?? 'automation'}: ${message}`).join('\n'));
}

function templatesOf({ templates }) {
  return new Map(Object.entries(templates).map(([key, { channel }]) => [key, { channel, version: 1 }]));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
