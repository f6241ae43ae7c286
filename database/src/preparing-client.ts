import pg from 'pg';

/** So many different statements a process prepares; what comes later is sent as before. A bound for lists, whose text varies. */
const MOST_STATEMENTS = 400;
/** A statement that comes this often comes again. */
const PREPARED_FROM = 3;

const seen = new Map<string, number>();
const names = new Map<string, string>();

/**
 * A connection that has the server keep the plan of statements that come again and again, once a connection: under row-level
 * security, parsing and planning cost more than running them. For processes that read and write by key; a list whose best plan
 * depends on its parameters is better planned each time.
 */
class PreparingClient extends pg.Client {
  // the signature of pg has a dozen overloads, and this changes none of them
  override query(...given: unknown[]): never {
    const [text, values] = given;
    const prepared = typeof text === 'string' && Array.isArray(values) && values.length > 0 && nameOf(text);
    const args = prepared ? [{ text, values, name: prepared }, ...given.slice(2)] : given;
    return super.query(...(args as [string])) as never;
  }
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known || names.size >= MOST_STATEMENTS) return known;
  const times = (seen.get(text) ?? 0) + 1;
  if (times < PREPARED_FROM) {
    if (seen.size >= 10 * MOST_STATEMENTS) seen.clear();
    seen.set(text, times);
    return undefined;
  }
  seen.delete(text);
  const name = `s${names.size + 1}`;
  names.set(text, name);
  return name;
}

/**
 * For a pool whose statements are prepared. One plan for all parameters: they are keys, so a plan made for one is the plan for
 * the next, and planning is what is to be saved.
 */
export const preparing = {
  Client: PreparingClient,
  options: '-c plan_cache_mode=force_generic_plan',
} as const;
