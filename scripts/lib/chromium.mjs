// A Chromium for the tests in a browser: the one that is named, the machine's, Debian's package, or the npm package's own.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { cached } from './cache.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PACKAGE = '@sparticuz/chromium';
const VERSION = '153.0.0';

/** Path of a Chromium. Throws with what is missing when there is none and none can be had: these tests are never skipped. */
export async function chromiumPath() {
  const named = process.env.PLAYWRIGHT_CHROMIUM;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`PLAYWRIGHT_CHROMIUM is "${named}": there is no such file`);
  }
  const found = onPath() ?? fromDebian() ?? (await fromNpm());
  if (found) return found;
  throw new Error(
    'there is no Chromium: install one (apt-get install chromium), or name one with PLAYWRIGHT_CHROMIUM=/path/to/chromium',
  );
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
}

function fromDebian() {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return undefined;
  console.error('installing Chromium (about a minute) ...');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const get = (...args) => spawnSync('apt-get', args, { env, timeout: 300_000 }).status === 0;
  if (!get('install', '-y', '--no-install-recommends', 'chromium')) {
    // its lists may be old, or not there at all
    if (!get('update') || !get('install', '-y', '--no-install-recommends', 'chromium')) return undefined;
  }
  return onPath();
}

async function fromNpm() {
  try {
    const folder = await cached(`chromium-${VERSION}`, async (fresh) => {
      console.error(`fetching ${PACKAGE} ${VERSION} ...`);
      const args = ['install', '--prefix', fresh, '--no-audit', '--no-fund', `${PACKAGE}@${VERSION}`];
      const npm = spawnSync('npm', args, { encoding: 'utf8', timeout: 300_000 });
      if (npm.status !== 0) throw new Error(npm.stderr);
    });
    const { default: chromium } = await import(createRequire(join(folder, 'x.js')).resolve(PACKAGE));
    return await chromium.executablePath();
  } catch (error) {
    console.error(`${PACKAGE}: ${error.message}`);
    return undefined;
  }
}
