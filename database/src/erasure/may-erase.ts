import { firmSettings } from '../firm/firm-settings.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { legalHolds } from './legal-hold.ts';

export type MayErase =
  | { readonly may: true }
  | { readonly may: false; readonly code: 'legal_hold' | 'retention'; readonly words: string };

/**
 * Whether the firm's records may be erased: no legal hold stands, and it is a demo or the youngest of them is older than the firm's retention,
 * counted from the end of the calendar year it was written in (17 CFR 275.204-2(e)(1): from the end of the fiscal year; the
 * default of 6 years also covers 17 CFR 240.17a-4).
 */
export async function mayErase(ctx: FirmContext): Promise<MayErase> {
  const holds = await legalHolds(ctx);
  if (holds.length > 0) {
    return {
      may: false,
      code: 'legal_hold',
      words: `${holds.length} legal holds stand: release them first.`,
    };
  }
  if (await isDemo(ctx)) return { may: true };
  const { retentionYears } = await firmSettings(ctx);
  const rows: { youngest: Date | null }[] = await ctx.em.query(
    `select greatest((select max(at) from audit.record_version where firm_id = $1),
                     (select max(occurred_at) from app.communication where firm_id = $1),
                     (select max(occurred_at) from spine.event where firm_id = $1)) as youngest`,
    [ctx.firmId],
  );
  const youngest = rows[0]?.youngest;
  if (!youngest) return { may: true };
  const until = Date.UTC(youngest.getUTCFullYear() + 1 + retentionYears, 0, 1);
  if (ctx.now() >= until) return { may: true };
  const day = new Date(until).toISOString().slice(0, 10);
  return {
    may: false,
    code: 'retention',
    words: `Its records must be kept ${retentionYears} years from the end of ${youngest.getUTCFullYear()}: until ${day}.`,
  };
}

async function isDemo(ctx: FirmContext): Promise<boolean> {
  const rows: { is_demo: boolean }[] = await ctx.em.query(`select is_demo from app.firm where firm_id = $1`, [
    ctx.firmId,
  ]);
  return rows[0]?.is_demo ?? false;
}
