// Child processes in groups of their own, ports, and waiting: shared by `npm start`, the tests and the fault runs.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// below what every system hands out for port 0 and for outgoing connections (Linux from 32768): a server that takes a port at
// random, as Temporal's does for its inner services, never takes one that was chosen here and is not listened on yet
const FIRST_PORT = 15_000;
const BLOCK = 40;
const BLOCKS = 425;
let next = 0;

/** Ports nobody listens on; two processes that ask at once get them from blocks of their own. */
export async function freePorts(count) {
  const ports = [];
  for (let tries = 0; ports.length < count; tries += 1) {
    if (tries === BLOCK * BLOCKS) throw new Error(`no ${count} free ports from ${FIRST_PORT} on`);
    const port = FIRST_PORT + (((process.pid % BLOCKS) * BLOCK + next) % (BLOCK * BLOCKS));
    next += 1;
    if (await portIsFree(port)) ports.push(port);
  }
  return ports;
}

export async function portIsFree(port) {
  try {
    const server = await listenOn(port);
    await new Promise((resolve) => server.close(resolve));
    return true;
  } catch {
    return false;
  }
}

const listenOn = (port) =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });

export const portAnswers = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

export function alive(pid) {
  try {
    process.kill(pid, 0);
    return linuxStat(pid)?.state !== 'Z';
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** A pid alone proves nothing, because pids are used again; with its start time it does. */
export const startTime = (pid) =>
  process.platform === 'linux'
    ? linuxStat(pid)?.start
    : spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();

function linuxStat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], parent: Number(fields[1]), start: fields[19] };
  } catch {
    return undefined;
  }
}

export const identify = (pid) => ({ pid, start: startTime(pid) });
export const isSame = ({ pid, start }) => alive(pid) && startTime(pid) === start;

/** Every process below `pid`, whatever its session or group. */
export function descendants(pid) {
  const all = parents();
  const below = (at) =>
    all.filter(([, parent]) => parent === at).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

function parents() {
  if (process.platform === 'linux')
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), linuxStat(name)?.parent]);
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
}

/**
 * A child in its own session, so that the terminal's Ctrl-C never reaches it; `child.gone` resolves to its code or signal.
 * `ipc` opens a channel of messages to it.
 */
export function startChild(command, args, { log, ipc = false, ...options } = {}) {
  const output = log ? openSync(log, 'a', 0o600) : 'ignore';
  const stdio = ['ignore', output, output, ...(ipc ? ['ipc'] : [])];
  const child = spawn(command, args, { detached: true, stdio, ...options });
  if (log) closeSync(output);
  child.gone = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code));
    child.once('error', (error) => resolve(error.message));
  });
  return child;
}

/** Asks a process to end, then ends it, then ends what is left of its group. */
export async function stopProcess(pid, signal = 'SIGTERM', graceMs = 10_000) {
  const kill = (which, target) => {
    try {
      process.kill(target, which);
    } catch {
      // it is gone already
    }
  };
  kill(signal, pid);
  for (const end = Date.now() + graceMs; alive(pid) && Date.now() < end;) await sleep(25);
  if (alive(pid)) kill('SIGKILL', pid);
  kill('SIGKILL', -pid);
}

/** Polls until `ready` answers true; throws at once when `gone` resolves first. */
export async function until(what, ready, { ms = 30_000, gone } = {}) {
  let ended;
  gone?.then((code) => {
    ended = `ended with ${code}`;
  });
  for (const end = Date.now() + ms; Date.now() < end; await sleep(40)) {
    if (ended) throw new Error(`${what} ${ended}`);
    if (await ready()) return;
  }
  throw new Error(`${what}: not ready after ${ms / 1000} s`);
}
