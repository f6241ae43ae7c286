import 'reflect-metadata';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { StandardSchemaSerializerInterceptor } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { createLog, type Logger } from '@rap/providers/operations/log';
import { AppModule } from './app.module.ts';
import { codecOrigin, registerCodecOrigin } from './codec/codec-origin.ts';
import { registerAccessLog } from './http/access-log.ts';
import { refuseBadAddress } from './http/bad-address.ts';
import { registerCorrelation } from './http/correlation.ts';
import { registerIdleConnections } from './http/idle-connections.ts';
import { NestLog } from './http/nest-log.ts';
import { registerOwnName } from './http/own-name.ts';
import { registerOriginCheck } from './http/origin-check.ts';
import { registerStudioFiles } from './http/studio-files.ts';
import { SchemaPipe } from './http/schema-pipe.ts';
import type { Settings } from './settings.ts';

const MAX_BODY_BYTES = 1024 * 1024;

/** The whole API, not yet listening. */
export async function createApp(
  settings: Settings,
  { log = createLog('api', settings.LOG_LEVEL), ...options }: { preview?: boolean; log?: Logger } = {},
): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(settings),
    new FastifyAdapter({
      bodyLimit: MAX_BODY_BYTES,
      frameworkErrors: refuseBadAddress,
      // everybody else's X-Forwarded-For is a claim that nobody has checked
      trustProxy: settings.TRUSTED_PROXIES?.length ? settings.TRUSTED_PROXIES : false,
    }),
    {
      logger: new NestLog(log),
      abortOnError: false,
      // signatures of webhooks are over the bytes as they came
      rawBody: true,
      ...options,
    },
  );
  app.setGlobalPrefix('api', {
    exclude: [
      'addresses',
      'health/*path',
      'f/*path',
      'u/*path',
      'webhooks/*path',
      'account/*path',
      'automation.schema.json',
      'oidc/*path',
    ],
  });
  app.useGlobalPipes(new SchemaPipe());
  app.useGlobalInterceptors(new StandardSchemaSerializerInterceptor(app.get(Reflector)));
  const server = app.getHttpAdapter().getInstance();
  registerCorrelation(server);
  registerCodecOrigin(server, codecOrigin(settings));
  registerAccessLog(server, log);
  registerIdleConnections(server);
  registerOwnName(server, settings.PUBLIC_URL);
  registerOriginCheck(server, new URL(settings.PUBLIC_URL).origin);
  await app.register(cookie);
  if (settings.STUDIO_DIR) await registerStudioFiles(server, settings.STUDIO_DIR);
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        scriptSrc: ["'self'"],
        formAction: ["'self'"],
      },
    },
    // with none at all, browsers say `Origin: null` of our own forms, and the check of the origin refuses them
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: settings.PUBLIC_URL.startsWith('https:'),
  });
  return app;
}

/** The document that the client is generated from. */
export function openApi(app: NestFastifyApplication): OpenAPIObject {
  const about = new DocumentBuilder().setTitle('RetirementAdvisorPro').setVersion('1').build();
  return SwaggerModule.createDocument(app, about, { operationIdFactory: (_controller, method) => method });
}

/** The document's own pages, for people, at /docs. */
export function serveDocs(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => openApi(app), { jsonDocumentUrl: 'openapi.json' });
}
