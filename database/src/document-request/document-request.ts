import type { DocumentRequestChanges } from '@rap/contracts/document-request';
import { Column, Entity } from 'typeorm';
import { DeletableEntity } from '../records/record-entity.ts';
import { emitFieldChanges } from '../records/field-changes.ts';
import { insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** A document that a person was asked for. */
@Entity({ schema: 'app', name: 'document_request' })
export class DocumentRequestEntity extends DeletableEntity {
  @Column('uuid') personId!: string;
  @Column('text') title!: string;
  @Column('text', { default: 'requested' }) status!: 'requested' | 'received' | 'waived';
  /** `YYYY-MM-DD` */
  @Column('date', { nullable: true }) dueOn!: string | null;
  /** `{run}:{node}:{visit}` of the step that asked */
  @Column('text', { nullable: true }) effectKey!: string | null;
  @Column('timestamptz') occurredAt!: Date;
}

/** Asks a person for a document and raises `document.requested`; for an automation's step once by its effect key. */
export async function requestDocument(
  ctx: FirmContext,
  input: { personId: string; title: string; dueOn: string | null; effectKey?: string },
): Promise<DocumentRequestEntity> {
  if (input.effectKey) {
    const made = await ctx.em
      .getRepository(DocumentRequestEntity)
      .findOneBy({ firmId: ctx.firmId, effectKey: input.effectKey });
    if (made) return made;
  }
  const request = await insertRecord(ctx, DocumentRequestEntity, {
    personId: input.personId,
    title: input.title,
    dueOn: input.dueOn,
    effectKey: input.effectKey ?? null,
    occurredAt: new Date(ctx.now()),
  });
  ctx.emit({ subjectId: input.personId, kind: 'document.requested', payload: { requestId: request.id } });
  return request;
}

/** Changes what is named, and raises an event for each field that differs. */
export async function changeDocumentRequest(
  ctx: FirmContext,
  request: DocumentRequestEntity,
  { version, ...changes }: DocumentRequestChanges,
): Promise<WriteOutcome<DocumentRequestEntity>> {
  const written = await updateRecord(ctx, DocumentRequestEntity, request.id, version, changes);
  if (written.outcome === 'written') {
    const about = { subjectId: request.personId, record: 'document_request', recordId: request.id } as const;
    emitFieldChanges(ctx, about, request, written.row, Object.keys(changes));
  }
  return written;
}

export type DocumentOutcome =
  | WriteOutcome<DocumentRequestEntity>
  /** it has come in or was waived before */
  | { readonly outcome: 'over'; readonly status: DocumentRequestEntity['status'] };

/** Notes that a document has come in, or that it is no longer needed; each raises its event once. */
export async function settleDocumentRequest(
  ctx: FirmContext,
  request: DocumentRequestEntity,
  status: 'received' | 'waived',
  version: number,
): Promise<DocumentOutcome> {
  if (request.status !== 'requested') return { outcome: 'over', status: request.status };
  const written = await updateRecord(ctx, DocumentRequestEntity, request.id, version, { status });
  if (written.outcome === 'written') {
    const payload = { requestId: request.id };
    ctx.emit({ subjectId: request.personId, kind: `document.${status}`, payload });
  }
  return written;
}
