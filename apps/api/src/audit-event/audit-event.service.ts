import { Injectable } from '@nestjs/common';
import type { AuditEvent, AuditEventsQuery, AuditVerification } from '@rap/contracts/audit-event';
import type { Page } from '@rap/contracts/paging';
import { listAuditEvents } from '@rap/database/audit/list-audit-events';
import { verifyAudit } from '@rap/database/audit/verify';
import type { FirmContext } from '@rap/database/tenancy/context';
import { overAllBooks } from '@rap/database/tenancy/over-all-books';
import { authorise } from '../http/authorise.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';

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

  /** Recomputes the whole chain. Anchors that are kept outside the database are compared by `npm run audit:verify`. */
  async verify(ctx: FirmContext, me: Principal): Promise<AuditVerification> {
    authorise(me, 'audit.verify');
    const { ok, seals, rows, unsealed, faults } = await overAllBooks(ctx, () => verifyAudit(ctx));
    return { ok, at: new Date(ctx.now()).toISOString(), seals, rows, unsealed, faults: [...faults] };
  }
}
