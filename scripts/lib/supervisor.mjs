// Keeps children alive and stops all of them in order, once, whoever asks and however often.
import { startChild, stopProcess } from './processes.mjs';
import { inStopOrder } from './run-file.mjs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;
/** a child that lived this long starts with a fresh backoff */
const STEADY_MS = 60_000;
/** npm, the shell and the first process each pass the same Ctrl-C on; only one a while later means "now" */
const SECOND_CTRL_C_MS = 2_000;

const LAST_WORDS = 600;

/** The end of what a process wrote, so that whoever reads the terminal alone sees why it ended. */
function lastWords(log) {
  const text = readFileSync(log, 'utf8').trim();
  return text && `\n  ... ${text.slice(-LAST_WORDS).replaceAll('\n', '\n  ')}`;
}

export class Supervisor {
  constructor(runFile, logs) {
    this.runFile = runFile;
    this.logs = logs;
    this.live = new Map();
    this.stopping = undefined;
  }

  /** Takes a server that must not die: when it does, everything stops. */
  own(name, child, signal = 'SIGTERM') {
    this.track(name, child, signal);
    void child.gone.then((code) => {
      if (this.owns(name, child))
        void this.stop(`${name} ended (${code}), see ${join(this.logs, `${name}.log`)}`, 1);
    });
  }

  /** Starts a process of ours and starts it again when it dies. Answers the first child. */
  keep(name, file, env, backoffMs = FIRST_BACKOFF_MS) {
    const bornMs = Date.now();
    const log = join(this.logs, `${name}.log`);
    const child = startChild(process.execPath, ['--enable-source-maps', file], {
      log,
      env: { ...process.env, ...env },
    });
    this.track(name, child, 'SIGTERM');
    void child.gone.then((code) => {
      if (!this.owns(name, child)) return;
      const waitMs = Date.now() - bornMs > STEADY_MS ? FIRST_BACKOFF_MS : backoffMs;
      console.error(
        `${name} ended (${code}): starting it again in ${waitMs / 1000} s, see ${log}${typeof code === 'number' ? lastWords(log) : ''}`,
      );
      setTimeout(() => {
        if (this.owns(name, child)) this.keep(name, file, env, Math.min(waitMs * 2, MAX_BACKOFF_MS));
      }, waitMs);
    });
    return child;
  }

  /** Whether this child is still the one of its name: not once it was replaced, or everything is stopped on purpose. */
  owns(name, child) {
    return !this.stopping && this.live.get(name)?.pid === child.pid;
  }

  /** Stops everything in order and lives on, so that it can be started again. */
  async pause() {
    const children = inStopOrder(this.live.values());
    this.live.clear();
    for (const { pid, signal } of children) await stopProcess(pid, signal);
  }

  track(name, child, signal) {
    this.live.set(name, { name, pid: child.pid, signal });
    this.runFile.add(name, child.pid, signal);
  }

  stop(why, code) {
    this.stopping ??= (async () => {
      console.error(`\nstopping (${why}) ...`);
      for (const { name, pid, signal } of inStopOrder(this.live.values())) {
        const fromMs = Date.now();
        await stopProcess(pid, signal);
        console.error(`  ${name} stopped (${Date.now() - fromMs} ms)`);
      }
      this.runFile.remove();
      process.exit(code);
    })();
    return this.stopping;
  }

  stopOnSignals() {
    let firstMs = 0;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        firstMs ||= Date.now();
        if (signal === 'SIGINT' && Date.now() - firstMs > SECOND_CTRL_C_MS) this.killAll();
        this.stop(signal, signal === 'SIGINT' ? 130 : 143);
      });
    }
  }

  killAll() {
    for (const { pid } of this.live.values()) {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // it is gone already
      }
    }
    process.exit(130);
  }
}
