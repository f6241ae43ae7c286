// What runs: pids with their start times, and the addresses. Only what this file proves its own is ever ended.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { identify, isSame, stopProcess } from './processes.mjs';

/** Children are started in parallel, so the order of a stop is by name, never the reverse of the start. */
const STOP_ORDER = ['api', 'inbound-mail', 'relay', 'sealer', 'worker', 'sandbox', 'temporal', 'postgres'];
export const inStopOrder = (children) =>
  [...children].sort((a, b) => STOP_ORDER.indexOf(a.name) - STOP_ORDER.indexOf(b.name));

export class RunFile {
  constructor(path) {
    this.path = path;
    this.before = existsSync(path) ? read(path) : undefined;
    this.run = { starter: identify(process.pid), ready: false, children: [] };
  }

  /** The run of another `npm start` that is alive, or undefined. */
  runningStarter() {
    return this.before && isSame(this.before.starter) ? this.before : undefined;
  }

  /** Children of a killed start that live on, in the order of a stop. */
  leftovers() {
    return inStopOrder(this.before?.children ?? []).filter(isSame);
  }

  /** Ends what a killed start left behind, in order; then the file is ours. */
  async endLeftovers(say) {
    for (const child of this.leftovers()) {
      say(child.name);
      await stopProcess(child.pid, child.signal);
    }
    this.write();
  }

  add(name, pid, signal) {
    this.run.children = this.run.children.filter((child) => child.name !== name);
    this.run.children.push({ name, signal, ...identify(pid) });
    this.write();
  }

  update(more) {
    Object.assign(this.run, more);
    this.write();
  }

  remove() {
    rmSync(this.path, { force: true });
  }

  write() {
    const fresh = `${this.path}.tmp`;
    writeFileSync(fresh, JSON.stringify(this.run, null, 2), { mode: 0o600 });
    renameSync(fresh, this.path);
  }
}

/** Says in a file that this process is at work; nobody has to tidy it up when it is killed. */
export const hold = (path) => writeFileSync(path, JSON.stringify(identify(process.pid)), { mode: 0o600 });

export function isHeld(path) {
  const holder = existsSync(path) ? read(path) : undefined;
  return holder !== undefined && isSame(holder);
}

export function readRun(path) {
  const run = existsSync(path) ? read(path) : undefined;
  return run && isSame(run.starter) ? run : undefined;
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // half written by a machine that lost power
  }
}
