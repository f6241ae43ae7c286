import type { Child } from './processes.mjs';
export const SEARCH_ATTRIBUTES: readonly string[];
export function startTemporal(options: {
  database?: string;
  log?: string;
  ports: number[];
  codecEndpoint?: string;
}): Promise<{
  child: Child;
  pid: number;
  address: string;
  ui: string;
  ask(...args: string[]): Promise<string>;
}>;
export function setCurrentVersion(address: string, buildId: string, gone?: Promise<unknown>): Promise<void>;
