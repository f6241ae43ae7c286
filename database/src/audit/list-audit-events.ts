import type { ListPlace } from '../records/list-records.ts';
import type { FirmContext } from '../tenancy/context.ts';

export interface AuditRow {
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly detail: Record<string, unknown>;
  readonly correlationId: string;
}

/** One page of the firm's audit log, newest first, by key. `action` is how the action begins. */
export async function listAuditEvents(
  ctx: FirmContext,
  asked: {
    readonly actor?: string | undefined;
    readonly action?: string | undefined;
    readonly recordId?: string | undefined;
    readonly from?: string | undefined;
    readonly before?: string | undefined;
    readonly limit: number;
    readonly after?: ListPlace | undefined;
  },
): Promise<{ rows: AuditRow[]; next: ListPlace | undefined }> {
  const found: (AuditRow & { place: string })[] = await ctx.em.query(
    `select id, at, at::text as place, actor, action, detail, correlation_id as "correlationId"
       from audit.event
      where firm_id = $1 and ($2::text is null or actor = $2) and ($3::text is null or starts_with(action, $3))
        and ($4::text is null or detail->>'recordId' = $4)
        and ($5::timestamptz is null or (at, id) < ($5::timestamptz, $6::uuid))
        and ($8::timestamptz is null or at >= $8) and ($9::timestamptz is null or at < $9)
      order by at desc, id desc limit $7`,
    [
      ctx.firmId,
      asked.actor ?? null,
      asked.action ?? null,
      asked.recordId ?? null,
      asked.after?.value ?? null,
      asked.after?.id ?? null,
      asked.limit + 1,
      asked.from ?? null,
      asked.before ?? null,
    ],
  );
  const rows = found.slice(0, asked.limit);
  const last = rows.at(-1);
  return {
    rows: rows.map(({ place: _place, ...row }) => row),
    next: found.length > asked.limit && last ? { value: last.place, id: last.id } : undefined,
  };
}
