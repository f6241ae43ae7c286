import type { BenchProcess, BenchServers } from './servers.ts';

export interface Product {
  readonly worker: BenchProcess;
  readonly relay: BenchProcess;
}

const BUILD_ID = 'bench';
const started = new WeakMap<BenchServers, Promise<Product>>();

/** The product's worker and relay, started once however many suites ask. */
export function startProduct(servers: BenchServers): Promise<Product> {
  const known = started.get(servers) ?? start(servers);
  started.set(servers, known);
  return known;
}

async function start(servers: BenchServers): Promise<Product> {
  const worker = await servers.start('worker', 'apps/workers/dist/main.js', { BUILD_ID });
  await servers.makeCurrent(BUILD_ID);
  return { worker, relay: await servers.start('relay', 'apps/workers/dist/relay.js') };
}
