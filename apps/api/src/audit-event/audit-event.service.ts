import { Injectable } from '@nestjs/common';
import type {
  AuditEvent,
  AuditEventsQuery,
  AuditExportQuery,
  AuditVerification,
  AuditVersionQuery,
} from '@rap/contracts/audit-event';
import type { RecordVersion } from '@rap/contracts/history';
import type { Page } from '@rap/contracts/paging';
import { listAuditEvents } from '@rap/database/audit/list-audit-events';
import { verifyAudit } from '@rap/database/audit/verify';
import { audit } from '@rap/database/records/record-change';
import { versionOf } from '@rap/database/records/record-history';
import type { FirmContext } from '@rap/database/tenancy/context';
import { overAllBooks } from '@rap/database/tenancy/over-all-books';
import { csvLine } from '@rap/domain/csv';
import { presentVersion } from '../history/present-version.ts';
import { authorise } from '../http/authorise.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import { csvFile } from '../http/csv-file.ts';
import type { Principal } from '../http/edge.ts';
import { notFound } from '../http/problem-error.ts';

const PAGE = 500;
const HEADS = ['At', 'Who', 'What', 'Detail', 'Request'];
const LIMITS = {
  most: 50_000,
  what: 'lines',
  narrow: 'Narrow the log, for example by days, and take it in parts.',
};

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
    const { file, count } = await csvFile(HEADS, LIMITS, async (after) => {
      const { rows, next } = await listAuditEvents(ctx, { ...query, limit: PAGE, after });
      const lines = rows.map(({ at, actor, action, detail, correlationId }) =>
        csvLine([at.toISOString(), actor, action, JSON.stringify(detail), correlationId]),
      );
      return { lines, next };
    });
    await audit(ctx, 'app.audit.export', { rows: count, asked: Object.keys(query).join(', ') });
    return file;
  }

  /** What one line of the log changed, before and after. */
  async version(
    ctx: FirmContext,
    me: Principal,
    { table, recordId, version }: AuditVersionQuery,
  ): Promise<RecordVersion> {
    authorise(me, 'audit.open');
    const told = await versionOf(ctx, table, recordId, version);
    if (!told) throw notFound('version');
    return presentVersion(told);
  }

  /** Recomputes the whole chain. Anchors that are kept outside the database are compared by `npm run audit:verify`. */
  async verify(ctx: FirmContext, me: Principal): Promise<AuditVerification> {
    authorise(me, 'audit.verify');
    const { ok, seals, rows, unsealed, faults } = await overAllBooks(ctx, () => verifyAudit(ctx));
    return { ok, at: new Date(ctx.now()).toISOString(), seals, rows, unsealed, faults: [...faults] };
  }
}
