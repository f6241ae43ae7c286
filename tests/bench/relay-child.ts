// One relay in a process of its own, whose hand-over writes one row. Arguments: relay url, log url, name.
import pg from 'pg';
import { RelayDb } from '@rap/database/spine/relay-db';
import { Relay } from '@rap/workers/relay/relay';

const [, , relayUrl, logUrl, name] = process.argv;
if (!relayUrl || !logUrl || !name) throw new Error('usage: relay-child <relay url> <log url> <name>');
const log = new pg.Pool({ connectionString: logUrl, max: 10 });
const relay = new Relay(
  new RelayDb(new pg.Pool({ connectionString: relayUrl, max: 10 })),
  [
    {
      names: () => Promise.resolve(['automations']),
      handle: async (_consumer, event) => {
        await log.query(`insert into public.bench_handed (subject_id, seq, relay) values ($1, $2, $3)`, [
          event.subjectId,
          event.seq,
          name,
        ]);
      },
    },
  ],
  { leaseMs: 30_000, batch: 20, pollMs: 20, onError: (error) => process.stderr.write(`${String(error)}\n`) },
);
relay.start();
process.stdout.write('ready\n');
