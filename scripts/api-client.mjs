// `npm run api-client`: writes the typed client of the API from its document, into contracts/api-client/.
import { boot, root } from './boot.mjs';
await boot();

const { writeApiClient } = await import('./lib/api-client.mjs');
await writeApiClient(`${root}contracts/api-client`);
