import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { DnsName, DnsTexts } from '../settings.ts';
import type { DnsServer } from './dns-server.ts';

const Put = z.strictObject({ name: DnsName, records: DnsTexts });

/** The domains of the sandbox for tests and scripts: what a name's TXT records are from now on. */
export function registerDnsApi(app: FastifyInstance, server: DnsServer): void {
  app.post('/mail/api/dns', (request, reply) => {
    const { name, records } = Put.parse(request.body);
    server.put(name, records);
    return reply.code(204).send();
  });
}
