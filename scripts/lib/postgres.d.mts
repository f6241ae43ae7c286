import type { Child } from './processes.mjs';
export interface PostgresServer {
  child: Child;
  pid: number;
  port: number;
  url(database: string, user?: string, password?: string): string;
}
export const LOGIN_ROLES: readonly string[];
export function startPostgres(options: {
  dir: string;
  port: number;
  log?: string;
  password: string;
  fast?: boolean;
  maxConnections?: number;
}): Promise<PostgresServer>;
export function prepareDatabase(
  adminUrl: string,
  database: string,
  passwordOf: (role: string) => string,
): Promise<void>;
export function giveToPostgres(dir: string): void;
