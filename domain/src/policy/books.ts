import type { Role } from '@rap/contracts/actor';

const SEES_ALL: readonly Role[] = ['owner', 'compliance', 'operations'];

/** Roles that answer for the firm as a whole see the people of every book; the others those of the books they work for. */
export const seesEveryBook = (role: Role): boolean => SEES_ALL.includes(role);
