// What a run of the tests has started ends with it: by its teardown, at a signal, or, after a kill, with the next run.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { descendants, identify, isSame, sleep } from './processes.mjs';

const PREFIX = 'rap-test-';
const FILE = 'run.json';
const LOOK_MS = 2_000;
const GRACE_MS = 8_000;
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** A run of this process, with a folder of its own in `parent`, once what killed runs left there has been ended. */
export async function beginTestRun(parent = tmpdir()) {
  await endLeftovers(parent);
  const folder = mkdtempSync(join(parent, PREFIX));
  const starter = identify(process.pid);
  let known = [];
  // what a process started is known by it no more once it is dead, so it is written down while it lives
  const record = () => {
    known = [...known.filter(isSame), ...fresh(known)];
    writeFileSync(join(folder, FILE), JSON.stringify({ starter, processes: known }), { mode: 0o600 });
  };
  record();
  const looking = setInterval(record, LOOK_MS).unref();
  const handlers = Object.entries(SIGNALS).map(([signal, code]) => [signal, () => void abort(signal, code)]);
  for (const [signal, handler] of handlers) process.once(signal, handler);

  async function abort(signal, code) {
    console.error(`\n${signal}: ending what the tests started ...`);
    clearInterval(looking);
    record();
    await endAll(known);
    rmSync(folder, { recursive: true, force: true });
    process.exit(code);
  }
  function end() {
    clearInterval(looking);
    for (const [signal, handler] of handlers) process.off(signal, handler);
    rmSync(folder, { recursive: true, force: true });
  }
  return { folder, record, end };
}

function fresh(known) {
  const pids = new Set(known.map(({ pid }) => pid));
  return descendants(process.pid)
    .filter((pid) => !pids.has(pid))
    .map(identify);
}

/** Only what a file says that we wrote ourselves, and only processes that are still the ones that it means. */
async function endLeftovers(parent) {
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(parent, name);
    const run = ours(folder) ? read(join(folder, FILE)) : undefined;
    if (!run || isSame(run.starter)) continue;
    const left = run.processes.filter(isSame);
    if (left.length > 0) console.error(`ending ${left.length} processes of a test run that was killed`);
    await endAll(left);
    rmSync(folder, { recursive: true, force: true });
  }
}

const ours = (folder) => statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.();

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // another run of ours just begins or ends
  }
}

async function endAll(processes) {
  const kill = (signal) => {
    for (const one of processes.filter(isSame)) {
      try {
        process.kill(one.pid, signal);
      } catch {
        // it is gone already
      }
    }
  };
  kill('SIGTERM');
  for (const end = Date.now() + GRACE_MS; processes.some(isSame) && Date.now() < end;) await sleep(50);
  kill('SIGKILL');
}
