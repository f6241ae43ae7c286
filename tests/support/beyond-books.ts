/**
 * Tables with people in them that every book of the firm reads: an opt-out binds everybody who shares the address, and the
 * caps of a person count what each book sends them.
 */
export const BEYOND_BOOKS: readonly string[] = ['app.opt_out', 'app.send_budget'];
