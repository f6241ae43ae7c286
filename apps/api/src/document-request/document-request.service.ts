import { Injectable } from '@nestjs/common';
import type {
  DocumentRequest,
  DocumentRequestChanges,
  DocumentRequestsQuery,
  NewDocumentRequest,
} from '@rap/contracts/document-request';
import type { Page } from '@rap/contracts/paging';
import {
  changeDocumentRequest,
  DocumentRequestEntity,
  requestDocument,
  settleDocumentRequest,
} from '@rap/database/document-request/document-request';
import { BY_TIME, listRecords } from '@rap/database/records/list-records';
import { deleteRecord, restoreRecord } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import { ProblemError } from '../http/problem-error.ts';
import { authorise } from '../http/authorise.ts';
import { readCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { found, paged, settled } from '../http/settled.ts';

const request = { what: 'document request', show: presentDocumentRequest };

@Injectable()
export class DocumentRequestService {
  async list(ctx: FirmContext, me: Principal, query: DocumentRequestsQuery): Promise<Page<DocumentRequest>> {
    authorise(me, 'person.read');
    const { limit, after, deleted, sort, ...where } = query;
    return paged(
      ctx,
      request,
      await listRecords(ctx, DocumentRequestEntity, {
        where,
        order: BY_TIME[sort],
        limit,
        deleted,
        after: readCursor(after),
      }),
    );
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<DocumentRequest> {
    authorise(me, 'person.read');
    return presentDocumentRequest(ctx, await found(ctx, DocumentRequestEntity, id, request.what));
  }

  async create(ctx: FirmContext, me: Principal, input: NewDocumentRequest): Promise<DocumentRequest> {
    authorise(me, 'person.change');
    return presentDocumentRequest(ctx, await requestDocument(ctx, { dueOn: null, ...input }));
  }

  async change(
    ctx: FirmContext,
    me: Principal,
    id: string,
    input: DocumentRequestChanges,
  ): Promise<DocumentRequest> {
    authorise(me, 'person.change');
    const row = await found(ctx, DocumentRequestEntity, id, request.what);
    return settled(ctx, request, await changeDocumentRequest(ctx, row, input));
  }

  async settle(
    ctx: FirmContext,
    me: Principal,
    id: string,
    status: 'received' | 'waived',
    version: number,
  ): Promise<DocumentRequest> {
    authorise(me, 'person.change');
    const row = await found(ctx, DocumentRequestEntity, id, request.what);
    const outcome = await settleDocumentRequest(ctx, row, status, version);
    if (outcome.outcome !== 'over') return settled(ctx, request, outcome);
    throw new ProblemError(409, 'over', `This document was ${outcome.status} before`, {
      detail: 'Ask for it again if it is needed once more.',
    });
  }

  async remove(ctx: FirmContext, me: Principal, id: string, version: number): Promise<DocumentRequest> {
    authorise(me, 'person.change');
    return settled(ctx, request, await deleteRecord(ctx, DocumentRequestEntity, id, version));
  }

  async restore(ctx: FirmContext, me: Principal, id: string, version: number): Promise<DocumentRequest> {
    authorise(me, 'person.change');
    return settled(ctx, request, await restoreRecord(ctx, DocumentRequestEntity, id, version));
  }
}

function presentDocumentRequest(_ctx: FirmContext, row: DocumentRequestEntity): DocumentRequest {
  return {
    id: row.id,
    version: row.version,
    personId: row.personId,
    title: row.title,
    dueOn: row.dueOn,
    status: row.status,
    createdAt: row.createdAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}
