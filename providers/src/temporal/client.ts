import { Client, Connection } from '@temporalio/client';
import { NAMESPACE } from '@rap/contracts/workflows';
import { EncryptionCodec, loadCodecKeys } from './codec.ts';

/** A client that seals its payloads. Lazy: it connects at the first call, so a process starts without a Temporal server. */
export async function temporalClient(address: string, keysFolder: string): Promise<Client> {
  const codec = new EncryptionCodec(await loadCodecKeys(keysFolder));
  return new Client({
    connection: Connection.lazy({ address }),
    namespace: NAMESPACE,
    dataConverter: { payloadCodecs: [codec] },
  });
}
