import { z } from 'zod';
import type { TestFirm } from './world.ts';

const Words = z.object({ subject: z.string(), text: z.string() });

/** What a letter that has not left says, as its reader would see it; newest first. */
export async function lettersOf(firm: TestFirm): Promise<{ id: string; address: string; text: string }[]> {
  return firm.run(async (ctx) => {
    const rows: { id: string; address_sealed: Buffer; words_sealed: Buffer | null }[] = await ctx.em.query(
      `select id, address_sealed, words_sealed from app.letter where firm_id = $1 order by id desc`,
      [ctx.firmId],
    );
    const letters = [];
    for (const row of rows) {
      const place = (column: string) => ({ table: 'app.letter', column, rowId: row.id });
      const words = await ctx.sealer.open(place('words'), row.words_sealed);
      letters.push({
        id: row.id,
        address: await ctx.sealer.open(place('address'), row.address_sealed),
        text: words === null ? '' : Words.parse(JSON.parse(words)).text,
      });
    }
    return letters;
  });
}

/** The token in the newest letter to an address. */
export async function tokenFor(firm: TestFirm, address: string): Promise<string> {
  const letter = (await lettersOf(firm)).find((one) => one.address === address);
  return /token=([\w.-]+)/.exec(letter?.text ?? '')?.[1] ?? '';
}
