// A run of the tests that has begun: it starts a process in a session of its own, which starts another, and waits.
import { spawn } from 'node:child_process';
import { descendants, until } from '../../../scripts/lib/processes.mjs';
import { beginTestRun } from '../../../scripts/lib/test-run.mjs';

const wait = 'setInterval(() => {}, 1000)';
const parent = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(wait)}], { stdio: 'ignore', detached: true }); ${wait}`;
const run = await beginTestRun(process.argv[2]);
spawn(process.execPath, ['-e', parent], { stdio: 'ignore', detached: true }).unref();
await until('both', () => descendants(process.pid).length === 2);
run.record();
process.stdout.write(`${JSON.stringify({ folder: run.folder, pids: descendants(process.pid) })}\n`);
setInterval(() => {}, 1000);
