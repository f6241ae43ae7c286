import type { FirstStep } from '@rap/contracts/firm-set-up';
import type { FirmContext } from '../tenancy/context.ts';

/** Which of the first steps the firm has taken, by what stands in its records. The own sign-in is the asker's to tell. */
export async function firstStepsTaken(
  ctx: FirmContext,
): Promise<Record<Exclude<FirstStep, 'own_sign_in'>, boolean>> {
  const rows: {
    sender: boolean;
    numbers: boolean;
    colleagues: boolean;
    people: boolean;
    automation: boolean;
  }[] = await ctx.em.query(
    `select coalesce(f.settings->>'emailDomain', '') <> '' as sender,
              coalesce(f.settings->>'smsFrom', '') <> '' as numbers,
              (select count(*) from app.user u where u.firm_id = f.firm_id) > 1
                or exists (select from app.invitation i where i.firm_id = f.firm_id) as colleagues,
              exists (select from app.person p where p.firm_id = f.firm_id)
                or exists (select from app.lead_form l where l.firm_id = f.firm_id) as people,
              exists (select from app.automation a where a.firm_id = f.firm_id and a.live_hash is not null)
                as automation
         from app.firm f where f.firm_id = $1`,
    [ctx.firmId],
  );
  const [row] = rows;
  if (!row) throw new Error(`there is no firm ${ctx.firmId}`);
  return row;
}
