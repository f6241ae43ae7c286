import { Injectable } from '@nestjs/common';
import type {
  AuditEvent,
  AuditEventsQuery,
  AuditExportQuery,
  AuditVerification,
  AuditVersion,
  AuditVersionQuery,
} from '@rap/contracts/audit-event';
import type { Page } from '@rap/contracts/paging';
import { listAuditEvents } from '@rap/database/audit/list-audit-events';
import { verifyAudit } from '@rap/database/audit/verify';
import type { ListPlace } from '@rap/database/records/list-records';
import { audit } from '@rap/database/records/record-change';
import { versionOf } from '@rap/database/records/record-history';
import type { FirmContext } from '@rap/database/tenancy/context';
import { overAllBooks } from '@rap/database/tenancy/over-all-books';
import { csvLine } from '@rap/domain/csv';
import { authorise } from '../http/authorise.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { notFound, ProblemError } from '../http/problem-error.ts';

const PAGE = 500;
/** as many as are written within one request */
const MOST = 50_000;

/** The audit log as it may be read: by those who answer for the firm. */
@Injectable()
export class AuditEventService {
  async list(ctx: FirmContext, me: Principal, query: AuditEventsQuery): Promise<Page<AuditEvent>> {
    authorise(me, 'audit.read');
    const { limit, after, ...asked } = query;
    const { rows, next } = await listAuditEvents(ctx, { ...asked, limit, after: readCursor(after) });
    return {
      items: rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })),
      next: next ? writeCursor(next) : null,
    };
  }

  /** What was asked for as a file, newest first. Who took it away stands in the log itself. */
  async export(ctx: FirmContext, me: Principal, query: AuditExportQuery): Promise<string> {
    authorise(me, 'audit.read');
    const lines = [csvLine(['At', 'Who', 'What', 'Detail', 'Request'])];
    let after: ListPlace | undefined;
    do {
      const { rows, next } = await listAuditEvents(ctx, { ...query, limit: PAGE, after });
      for (const { at, actor, action, detail, correlationId } of rows)
        lines.push(csvLine([at.toISOString(), actor, action, JSON.stringify(detail), correlationId]));
      if (lines.length - 1 > MOST) throw tooMany();
      after = next;
    } while (after);
    await audit(ctx, 'app.audit.export', { rows: lines.length - 1, asked: Object.keys(query).join(', ') });
    return `\uFEFF${lines.join('')}`;
  }

  /** What one line of the log changed, before and after. */
  async version(
    ctx: FirmContext,
    me: Principal,
    { table, recordId, version }: AuditVersionQuery,
  ): Promise<AuditVersion> {
    authorise(me, 'audit.open');
    const told = await versionOf(ctx, table, recordId, version);
    if (!told) throw notFound('version');
    const { id, change, at, actor, reason, changes } = told;
    return { id, version, change, at: at.toISOString(), actor, reason, changes: [...changes] };
  }

  /** Recomputes the whole chain. Anchors that are kept outside the database are compared by `npm run audit:verify`. */
  async verify(ctx: FirmContext, me: Principal): Promise<AuditVerification> {
    authorise(me, 'audit.verify');
    const { ok, seals, rows, unsealed, faults } = await overAllBooks(ctx, () => verifyAudit(ctx));
    return { ok, at: new Date(ctx.now()).toISOString(), seals, rows, unsealed, faults: [...faults] };
  }
}

const tooMany = (): ProblemError =>
  new ProblemError(422, 'too_many', `More than ${MOST.toLocaleString('en-US')} lines`, {
    detail: 'Narrow the log, for example by days, and take it in parts.',
  });
