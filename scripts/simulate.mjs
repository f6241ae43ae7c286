// `npm run simulate -- FILE [--reply DAYS]`: a year of one person's path through an automation file, on the real interpreter.
// Nothing is sent. The person lives in Ohio, agreed to everything, and answers nothing unless told to.
import { readFileSync } from 'node:fs';
import { boot } from './boot.mjs';
await boot();
const { build } = await import('./lib/build.mjs');
await build();

const { compile } = await import('@rap/domain/automation/definition/compile');
const { labelOf } = await import('@rap/domain/automation/definition/run-words');
const { validate } = await import('@rap/domain/automation/definition/validate');
const { importYaml } = await import('@rap/domain/automation/definition/yaml');
const { simulate } = await import('@rap/domain/automation/engine/simulate');
const { nextGoodTime } = await import('@rap/domain/consent/sending-hours');
const { sayTime } = await import('@rap/domain/consent/say-time');
const { resolveTime } = await import('@rap/domain/time/resolve-time');
const { FACT_CATALOGUE } = await import('@rap/contracts/automation/facts');

const DAY_MS = 86_400_000;
const ZONE = 'America/New_York';
const { file, replyDays } = readArguments();
const definition = load(file);
const plan = {
  ...compile(definition, { automationId: 'simulated', templates: templatesOf(file) }),
  hash: 'draft',
};
const startMs = Date.now();
const events =
  replyDays === undefined
    ? []
    : [{ event: { seq: 1, kind: 'email.received', atMs: startMs + replyDays * DAY_MS, data: {} } }];
const { steps, open } = simulate(plan, {
  run: 'simulated',
  person: 'simulated',
  startMs,
  horizonMs: startMs + 365 * DAY_MS,
  world: { facts, time, act },
  script: events,
});
console.log(`"${definition.name}", simulated from ${sayTime(startMs, ZONE, 0)}. Nothing is sent.\n`);
for (const { node, port, atMs, note } of steps) {
  const label = labelOf(plan, node);
  console.log(`${sayTime(atMs, ZONE, 0).padEnd(28)} ${label.padEnd(32)} ${port}${note ? ` (${note})` : ''}`);
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

/** A plausible value of each type; every question about agreement is answered with yes. */
function facts(_person, names, nowMs) {
  const values = {
    'person.state': 'OH',
    'person.timeZone': ZONE,
    'person.language': 'en',
    'lead.stage': 'new',
    'person.age': 62,
  };
  const byType = { boolean: true, number: 1, list: [], text: 'sample' };
  return Object.fromEntries(
    names.map((name) => {
      const value = values[name] ?? byType[FACT_CATALOGUE[name]?.type];
      return [
        name,
        value === undefined
          ? { unknown: 'not in a simulation' }
          : { value, source: 'simulation', asOfMs: nowMs },
      ];
    }),
  );
}

function time(_person, spec, nowMs) {
  return { of: 'resolveTime', ...resolveTime(spec, { nowMs, zone: ZONE }) };
}

/** Texts wait for the hours of Ohio, as the gate would have it. */
function act(_run, key, effect, _class, nowMs) {
  const goodMs = effect.kind === 'sms' ? goodTime(nowMs) : nowMs;
  if (goodMs > nowMs) return { of: 'act', laterMs: goodMs, reason: 'quiet_hours' };
  return { of: 'act', done: key, seq: 0 };
}

function goodTime(nowMs) {
  return nextGoodTime(nowMs, { keepsHours: true, zones: [ZONE], states: ['OH'], blackoutDays: [] }) ?? nowMs;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
