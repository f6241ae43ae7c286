// `node scripts/release.mjs`: makes the worker version of this build the current one, as soon as its workers are known to the
// server. From then on it carries on every run; those that wait in an older version move at their next step.
import { buildId } from './lib/build-id.mjs';
import { setCurrentVersion } from './lib/temporal.mjs';

const address = process.env.TEMPORAL_ADDRESS;
if (!address) {
  console.error('settings: TEMPORAL_ADDRESS: missing');
  process.exit(1);
}
const version = buildId();
await setCurrentVersion(address, version);
console.log(`version ${version} is current`);
