import { createServer } from 'node:http';
import { startSandbox } from './sandbox.ts';
import { readSettings } from './settings.ts';

const settings = readSettings(process.env);
const sandbox = await startSandbox(settings, { textMs: 400 });
const health = createServer((request, response) => {
  response.writeHead(request.url === '/ready' ? 200 : 404).end();
});
health.listen(settings.HEALTH_PORT, '127.0.0.1');

const stop = (): void => {
  health.close();
  void sandbox.close();
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
