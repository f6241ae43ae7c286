import { Resolver } from 'node:dns/promises';
import type { MailDnsResolver } from './authenticate.ts';

/**
 * Looks up what mail authentication asks for.
 *
 * @param servers `address` or `address:port` of the DNS servers; none: those of the system
 */
export function createMailDnsResolver(servers: readonly string[] = []): MailDnsResolver {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (servers.length > 0) resolver.setServers([...servers]);
  // mailauth reads MX answers as Node gives them, as objects, though its type names texts only
  return (name, type) => resolver.resolve(name, type) as ReturnType<MailDnsResolver>;
}
