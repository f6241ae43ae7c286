// One relay in a process of its own, so that a test can kill it. Arguments: relay url, log url, name.
import pg from 'pg';
import { RelayDb } from '@rap/database/spine/relay-db';
import { Relay } from '@rap/workers/relay/relay';
import { loggingConsumer } from '../build/relay-log.ts';

const [, , relayUrl, logUrl, name] = process.argv;
if (!relayUrl || !logUrl || !name) throw new Error('usage: relay-child <relay url> <log url> <name>');
const relay = new Relay(
  new RelayDb(new pg.Pool({ connectionString: relayUrl, max: 4 })),
  [loggingConsumer(new pg.Pool({ connectionString: logUrl, max: 4 }), name)],
  { leaseMs: 1_500, batch: 10, pollMs: 20, onError: (error) => process.stderr.write(`${String(error)}\n`) },
);
relay.start();
process.stdout.write('ready\n');
