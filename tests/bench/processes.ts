import { readFileSync } from 'node:fs';
import type { BenchProcess } from './servers.ts';

export interface ProcessMemory {
  readonly name: string;
  /** proportional set size of the process and its children, MB: shared pages are counted once, in shares */
  readonly pssMb: number;
}

/** Linux only; elsewhere the list is empty. */
export function memoryOf(processes: readonly BenchProcess[]): ProcessMemory[] {
  if (process.platform !== 'linux') return [];
  return processes.map(({ name, pid }) => ({
    name,
    pssMb: familyOf(pid).reduce((sum, each) => sum + pssKb(each), 0) / 1024,
  }));
}

/** CPU time of the processes and their children so far, user and system, ms. */
export function cpuOf(processes: readonly BenchProcess[]): Map<string, number> {
  if (process.platform !== 'linux') return new Map();
  return new Map(
    processes.map(({ name, pid }) => [name, familyOf(pid).reduce((sum, each) => sum + cpuMs(each), 0)]),
  );
}

/** clock ticks are a hundredth of a second on every Linux that Node runs on */
const TICK_MS = 10;

function cpuMs(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    // user, system, and those of children that have ended
    return [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i] ?? 0), 0) * TICK_MS;
  } catch {
    return 0;
  }
}

function familyOf(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean);
    return [pid, ...children.flatMap((child) => familyOf(Number(child)))];
  } catch {
    return [];
  }
}

function pssKb(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
