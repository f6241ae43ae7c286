import type { Client } from '@temporalio/client';
import { DataSource } from 'typeorm';
import { serveInternal } from '@rap/providers/operations/internal-server';
import { createLog } from '@rap/providers/operations/log';
import { createMetrics } from '@rap/providers/operations/metrics';
import { onStop } from '@rap/providers/operations/on-stop';
import { createApp, serveDocs } from './create-app.ts';
import { DemoService } from './demo/demo.service.ts';
import { partsOf } from './health/parts.ts';
import { measureHttp } from './http/http-metrics.ts';
import { readSettings } from './settings.ts';
import { TEMPORAL } from './tokens.ts';

const settings = readSettings();
const log = createLog('api', settings.LOG_LEVEL);
const app = await createApp(settings, { log });
const metrics = createMetrics();
measureHttp(app.getHttpAdapter().getInstance(), metrics);
serveDocs(app);
if (settings.DEMO_FILE) await app.get(DemoService).seed(settings.DEMO_FILE);
await app.listen(settings.PORT, settings.HOST ?? '127.0.0.1');
log.info('api ready');
// requests under way are answered, new ones refused
onStop(log, () => app.close());
if (settings.HEALTH_PORT) {
  serveInternal({
    host: settings.HEALTH_HOST ?? '127.0.0.1',
    port: settings.HEALTH_PORT,
    metrics,
    checks: partsOf(app.get(DataSource), app.get<Client>(TEMPORAL)),
  });
}
