import { SwaggerModule } from '@nestjs/swagger';
import { createApp, openApi } from './create-app.ts';
import { DemoService } from './demo/demo.service.ts';
import { readSettings } from './settings.ts';

const settings = readSettings();
const app = await createApp(settings);
SwaggerModule.setup('docs', app, () => openApi(app), { jsonDocumentUrl: 'openapi.json' });
app.enableShutdownHooks(['SIGTERM', 'SIGINT']);
if (settings.DEMO_FILE) await app.get(DemoService).seed(settings.DEMO_FILE);
await app.listen(settings.PORT, '127.0.0.1');
