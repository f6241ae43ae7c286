// Runs on Node 20.19 with built-in modules only: installs when the lock file changed, then starts itself again on our Node 24.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alone } from './lib/alone.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));
const ourNode = `${root}node_modules/.bin/node`;
const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** Returns only on the right Node with the right packages; otherwise it installs, runs the script again and ends with its code. */
export async function boot() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Node 20.19 or newer is needed, this is ${process.versions.node}`);
  }
  if (process.env.RAP_BOOTED === root) return;
  const wanted = lockHash();
  const stamp = `${root}node_modules/.rap-lock`;
  const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(ourNode);
  // npm puts node_modules/.bin first on PATH: from the second run on we are already on the right Node
  if (installed && realpathSync(process.execPath) === realpathSync(ourNode)) return;
  if (!installed) await installAlone(stamp, wanted);

  // not spawnSync: blocked in it, Ctrl-C would end this process at once and the prompt would return before the stop is done
  const child = spawn(ourNode, process.argv.slice(1), {
    stdio: 'inherit',
    // as npm does: tools that find their node by PATH run on ours too
    env: {
      ...process.env,
      RAP_BOOTED: root,
      PATH: `${root}node_modules/.bin${delimiter}${process.env.PATH}`,
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (SIGNAL_NUMBERS[signal] ?? 0)));
  await new Promise(() => {});
}

/** Two commands at once would empty each other's node_modules: one installs, the other waits for it. */
const installAlone = (stamp, wanted) =>
  alone(
    `${root}.cache/install.lock`,
    () => {
      const done = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
      if (!done) install(stamp, wanted);
    },
    () => console.error('another command is installing packages: waiting for it ...'),
  );

function install(stamp, wanted) {
  const startedMs = Date.now();
  console.error('installing packages (the first time takes about a minute) ...');
  const npm = spawnSync('npm', ['ci', '--no-progress', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: withoutOuterNpm(process.env),
  });
  if (npm.status !== 0) fail('npm ci failed (see above)');
  const version = spawnSync(ourNode, ['-v'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  if (!version.startsWith('v24.')) {
    fail(
      `node_modules/.bin/node is "${version}", not 24: was the install script of "node" skipped? Try: npm rebuild node --ignore-scripts=false`,
    );
  }
  writeFileSync(stamp, wanted); // last: npm ci empties node_modules, so a killed install leaves no stamp
  console.error(`packages installed in ${((Date.now() - startedMs) / 1000).toFixed(0)} s`);
}

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex');

// npm hands its settings down as npm_config_*: an inner npm ci must not inherit --ignore-scripts, --silent, workspace ...
const KEPT = /^npm_config_(registry|cache|cafile|userconfig|globalconfig|proxy|https_proxy|noproxy)$/i;
const withoutOuterNpm = (env) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_/i.test(name) || KEPT.test(name)));

function fail(message) {
  console.error(message);
  process.exit(1);
}
