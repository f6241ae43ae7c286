// `npm run openapi`: writes the API's document, and the JSON Schema of automation files for editors. `preview` builds the routes and instantiates nothing, so no server is needed.
import { writeFileSync } from 'node:fs';
import { boot, root } from './boot.mjs';
await boot();
const { build } = await import('./lib/build.mjs');
await build();

const { createApp, openApi } = await import('@rap/api/create-app');
const nowhere = 'postgres://nobody@127.0.0.1:1/none';
const app = await createApp(
  {
    PORT: 0,
    PUBLIC_URL: 'http://127.0.0.1:4400',
    DATABASE_URL: nowhere,
    KEYS_DIR: 'none',
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    TWILIO_AUTH_TOKEN: 'none',
    WEBHOOKS_MAY_CALL_PRIVATE: false,
    LOG_LEVEL: 'silent',
  },
  { preview: true },
);
writeFileSync(`${root}contracts/openapi.json`, `${JSON.stringify(openApi(app), null, 2)}\n`);
const { automationFileSchema } = await import('@rap/domain/automation/definition/yaml');
writeFileSync(
  `${root}contracts/automation.schema.json`,
  `${JSON.stringify(automationFileSchema(), null, 2)}\n`,
);
process.exit(0);
