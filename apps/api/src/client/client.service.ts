import { Injectable } from '@nestjs/common';
import type { Client, ClientChanges, ClientsQuery, NewClient } from '@rap/contracts/client';
import type { Page } from '@rap/contracts/paging';
import { changeClient, ensureClient } from '@rap/database/client/client-commands';
import { ClientEntity } from '@rap/database/client/client.entity';
import { BY_TIME, listRecords } from '@rap/database/records/list-records';
import { deleteRecord, restoreRecord } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import { ProblemError } from '../http/problem-error.ts';
import { authorise } from '../http/authorise.ts';
import { readCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { found, paged, settled } from '../http/settled.ts';

const client = { what: 'client', show: presentClient };

@Injectable()
export class ClientService {
  async list(ctx: FirmContext, me: Principal, query: ClientsQuery): Promise<Page<Client>> {
    authorise(me, 'person.read');
    const { limit, after, deleted, sort, ...where } = query;
    return paged(
      ctx,
      client,
      await listRecords(ctx, ClientEntity, {
        where,
        order: BY_TIME[sort],
        limit,
        deleted,
        after: readCursor(after),
      }),
    );
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<Client> {
    authorise(me, 'person.read');
    return presentClient(ctx, await found(ctx, ClientEntity, id, client.what));
  }

  /** Somebody who is a client already is answered with the relationship that stands. */
  async create(ctx: FirmContext, me: Principal, input: NewClient): Promise<Client> {
    authorise(me, 'person.change');
    const { client: made, created } = await ensureClient(ctx, { ...input, leadId: null });
    if (created) return presentClient(ctx, made);
    throw new ProblemError(409, 'client_already', 'This person is a client already', {
      current: presentClient(ctx, made),
    });
  }

  async change(ctx: FirmContext, me: Principal, id: string, input: ClientChanges): Promise<Client> {
    authorise(me, 'person.change');
    const row = await found(ctx, ClientEntity, id, client.what);
    return settled(ctx, client, await changeClient(ctx, row, input));
  }

  async remove(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Client> {
    authorise(me, 'person.change');
    return settled(ctx, client, await deleteRecord(ctx, ClientEntity, id, version));
  }

  async restore(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Client> {
    authorise(me, 'person.change');
    return settled(ctx, client, await restoreRecord(ctx, ClientEntity, id, version));
  }
}

function presentClient(_ctx: FirmContext, row: ClientEntity): Client {
  return {
    id: row.id,
    version: row.version,
    personId: row.personId,
    leadId: row.leadId,
    status: row.status,
    since: row.since,
    createdAt: row.createdAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}
