// `npm run --silent addresses`: what runs where, as JSON, for scripts.
import { join } from 'node:path';
import { root } from './boot.mjs';
import { readRun } from './lib/run-file.mjs';

const run = readRun(join(process.env.DATA_DIR ?? join(root, '.data'), 'run.json'));
if (!run?.ready) {
  console.error(run ? 'it is still starting' : 'nothing runs: npm start starts it');
  process.exit(1);
}
const pids = Object.fromEntries(run.children.map(({ name, pid }) => [name, pid]));
console.log(
  JSON.stringify({ ...run.addresses, databases: run.databases, metrics: run.metrics, pids }, null, 2),
);
