import type { Role } from '@rap/contracts/actor';

/**
 * Does a role see the people of every book? An owner answers for the firm, compliance supervises all of it (FINRA Rule 3110),
 * operations watches every run; an advisor and an assistant see the books they work for.
 */
export const seesWholeFirm = (role: Role): boolean => role === 'owner' || role === 'compliance' || role === 'operations';
