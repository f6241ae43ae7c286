export const FIRST_LOAD_BUDGET: number;
export function firstLoad(dist: string): { file: string; bytes: number }[];
export function keepBudget(dist: string, budget?: number): number;
export function compress(dist: string): void;
