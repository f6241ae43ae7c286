import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, cached } from './cache.mjs';

const VERSION = '1.38.0';

/** The `server` option of `TestWorkflowEnvironment.createTimeSkipping`: our jars where Java and Maven are, else the SDK's own download. */
export async function timeSkippingServer() {
  const given = process.env.TEMPORAL_TEST_SERVER;
  if (given) return { executable: { type: 'existing-path', path: given } };
  const runs = (command, argument) => spawnSync(command, [argument]).status === 0;
  const name = `temporal-test-server-${VERSION}`;
  const java = runs('java', '-version');
  if (!existsSync(join(cacheDir, name)) && !(java && runs('mvn', '-v'))) {
    mkdirSync(cacheDir, { recursive: true });
    return { executable: { type: 'cached-download', downloadDir: cacheDir } };
  }
  if (!java) throw new Error('the time-skipping test server needs Java 17');
  const folder = await cached(name, async (fresh) => {
    console.error(`fetching the time-skipping test server ${VERSION} ...`);
    const dependency = `<groupId>io.temporal</groupId><artifactId>temporal-test-server</artifactId><version>${VERSION}</version>`;
    const own =
      '<groupId>x</groupId><artifactId>x</artifactId><version>1</version><packaging>pom</packaging>';
    const pom = join(fresh, 'pom.xml');
    writeFileSync(
      pom,
      `<project><modelVersion>4.0.0</modelVersion>${own}<dependencies><dependency>${dependency}</dependency></dependencies></project>`,
    );
    const repository = join(fresh, 'm2');
    const maven = spawnSync(
      'mvn',
      ['-B', '-q', '-f', pom, `-Dmaven.repo.local=${repository}`, 'dependency:copy-dependencies'].concat([
        '-DincludeScope=runtime',
        `-DoutputDirectory=${join(fresh, 'lib')}`,
      ]),
      { encoding: 'utf8' },
    );
    if (maven.status !== 0) {
      throw new Error(
        `mvn: ${(maven.stdout + maven.stderr).split('\n').find((line) => line.includes('ERROR'))}`,
      );
    }
    rmSync(repository, { recursive: true, force: true });
    // exec: the SDK ends the process it started; without it the Java machine would outlive the shell
    const script = `#!/bin/sh\nexec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$@"\n`;
    writeFileSync(join(fresh, 'run.sh'), script, { mode: 0o755 });
  });
  return { executable: { type: 'existing-path', path: join(folder, 'run.sh') } };
}
