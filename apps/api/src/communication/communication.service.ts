import { Injectable } from '@nestjs/common';
import type { Communication, CommunicationsQuery, NewCommunication } from '@rap/contracts/communication';
import type { Page } from '@rap/contracts/paging';
import { CommunicationEntity } from '@rap/database/communication/communication.entity';
import { storeCommunication } from '@rap/database/communication/store-communication';
import { noteContact } from '@rap/database/person/note-contact';
import { PersonEntity } from '@rap/database/person/person.entity';
import { listRecords } from '@rap/database/records/list-records';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import { readCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { found, paged } from '../http/settled.ts';
import { presentCommunication } from './communication-presenter.ts';

const communication = { show: presentCommunication };

@Injectable()
export class CommunicationService {
  async list(ctx: FirmContext, me: Principal, query: CommunicationsQuery): Promise<Page<Communication>> {
    authorise(me, 'message.read');
    const { limit, after, sort, ...where } = query;
    const listed = await listRecords(ctx, CommunicationEntity, {
      where,
      order: { by: 'r.occurredAt', type: 'timestamptz', descending: sort === 'newest' },
      limit,
      after: readCursor(after),
    });
    return paged(ctx, communication, listed);
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<Communication> {
    authorise(me, 'message.read');
    return presentCommunication(ctx, await found(ctx, CommunicationEntity, id, 'message'));
  }

  /** Keeps a call or a letter, and counts it as contact. */
  async note(ctx: FirmContext, me: Principal, input: NewCommunication): Promise<Communication> {
    authorise(me, 'person.change');
    await found(ctx, PersonEntity, input.personId, 'person');
    const { occurredAt, subject, ...rest } = input;
    const { row } = await storeCommunication(ctx, {
      ...rest,
      ...(subject ? { subject } : {}),
      automatic: false,
      occurredAtMs: occurredAt ? Date.parse(occurredAt) : ctx.now(),
    });
    await noteContact(ctx, input.personId, row.occurredAt);
    return presentCommunication(ctx, row);
  }
}
