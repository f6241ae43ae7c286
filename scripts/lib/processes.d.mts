import type { ChildProcess, SpawnOptions } from 'node:child_process';
export type Child = ChildProcess & { pid: number; gone: Promise<number | string | null> };
export function sleep(ms: number): Promise<void>;
export function freePorts(count: number): Promise<number[]>;
export function startChild(
  command: string,
  args: string[],
  options?: SpawnOptions & { log?: string; ipc?: boolean },
): Child;
export function stopProcess(pid: number, signal?: NodeJS.Signals, graceMs?: number): Promise<void>;
export function until(
  what: string,
  ready: () => boolean | Promise<boolean>,
  options?: { ms?: number; gone?: Promise<unknown> },
): Promise<void>;
export function alive(pid: number): boolean;
export function descendants(pid: number): number[];
