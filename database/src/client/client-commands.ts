import type { ClientChanges } from '@rap/contracts/client';
import { emitFieldChanges } from '../records/field-changes.ts';
import { insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { ClientEntity } from './client.entity.ts';

/** Makes a person a client, or answers the client that they are. `since` is `YYYY-MM-DD`. */
export async function ensureClient(
  ctx: FirmContext,
  input: { personId: string; leadId: string | null; since: string },
): Promise<{ client: ClientEntity; created: boolean }> {
  const existing = await ctx.em
    .getRepository(ClientEntity)
    .createQueryBuilder('c')
    .where('c.firmId = :firmId and c.personId = :personId and c.deletedAt is null', {
      firmId: ctx.firmId,
      personId: input.personId,
    })
    .getOne();
  if (existing) return { client: existing, created: false };
  const client = await insertRecord(ctx, ClientEntity, input);
  const payload = { clientId: client.id, leadId: input.leadId };
  ctx.emit({ subjectId: input.personId, kind: 'client.created', payload });
  return { client, created: true };
}

/** Changes status or first day, and raises an event for each field that differs. */
export async function changeClient(
  ctx: FirmContext,
  client: ClientEntity,
  { version, ...changes }: ClientChanges,
): Promise<WriteOutcome<ClientEntity>> {
  const written = await updateRecord(ctx, ClientEntity, client.id, version, changes);
  if (written.outcome === 'written') {
    const about = { subjectId: client.personId, record: 'client', recordId: client.id } as const;
    emitFieldChanges(ctx, about, client, written.row, Object.keys(changes));
  }
  return written;
}
