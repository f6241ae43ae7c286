import type { FirmContext } from '../tenancy/context.ts';

/** What is left of a firm that was erased: that it was there, and what was done. No name and no personal data. */
export interface Certificate {
  readonly erasedAt: Date;
  readonly rows: Readonly<Record<string, number>>;
  /** of the export's manifest */
  readonly exportSha256: string;
}

/** Undefined while the firm has not been erased. */
export async function certificateOf(ctx: FirmContext): Promise<Certificate | undefined> {
  const rows: { erased_at: Date; rows_erased: Record<string, number>; export_sha256: string }[] =
    await ctx.em.query(
      `select erased_at, rows_erased, export_sha256 from directory.erased_firm where firm_id = $1`,
      [ctx.firmId],
    );
  const row = rows[0];
  return row && { erasedAt: row.erased_at, rows: row.rows_erased, exportSha256: row.export_sha256 };
}
