import { createHash } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Anchor } from './verify.ts';

export interface FirmAnchor extends Anchor {
  readonly firmId: string;
}

/** Seals copied outside the database, by firm, and lines that are not as they were written. */
export interface Anchors {
  readonly byFirm: ReadonlyMap<string, readonly Anchor[]>;
  /** numbers of lines, from 1 */
  readonly broken: readonly number[];
}

/**
 * The heads of all chains, copied each hour to a file that is only ever appended to. Each line carries the hash of the line
 * before, so an edit shows. Whoever can write both the database and this file can still cut both: keep the folder where the
 * database's administrator cannot write, and copy it to write-once storage.
 */
export class AnchorFile {
  private readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, 'audit-anchors.jsonl');
  }

  /** Appends the heads that are not there yet, and answers how many; on the disk when it answers. */
  async append(heads: readonly FirmAnchor[], atMs: number): Promise<number> {
    const { byFirm } = await this.read();
    const fresh = heads.filter(({ firmId, no }) => (byFirm.get(firmId)?.at(-1)?.no ?? 0) < no);
    if (fresh.length === 0) return 0;
    const before = await this.text();
    let prev = hashOf(linesOf(before).at(-1) ?? '');
    // a line that a lost power cut short stays as it is, and is reported
    let text = before === '' || before.endsWith('\n') ? '' : '\n';
    for (const { firmId, no, hash } of fresh) {
      const line = JSON.stringify({ firmId, no, hash, at: new Date(atMs).toISOString(), prev });
      prev = hashOf(line);
      text += `${line}\n`;
    }
    await mkdir(join(this.path, '..'), { recursive: true, mode: 0o700 });
    const file = await open(this.path, 'a', 0o600);
    try {
      await file.write(text);
      await file.sync();
    } finally {
      await file.close();
    }
    return fresh.length;
  }

  async read(): Promise<Anchors> {
    const byFirm = new Map<string, Anchor[]>();
    const broken: number[] = [];
    let prev = hashOf('');
    for (const [index, line] of linesOf(await this.text()).entries()) {
      const anchor = parse(line);
      if (anchor?.prev !== prev) broken.push(index + 1);
      prev = hashOf(line);
      if (!anchor) continue;
      const { firmId, no, hash } = anchor;
      byFirm.set(firmId, [...(byFirm.get(firmId) ?? []), { no, hash }]);
    }
    return { byFirm, broken };
  }

  private async text(): Promise<string> {
    try {
      return await readFile(this.path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
      throw error;
    }
  }
}

const linesOf = (text: string): string[] => text.split('\n').filter(Boolean);
const hashOf = (line: string): string => createHash('sha256').update(line).digest('hex');

function parse(line: string): (FirmAnchor & { prev: string }) | undefined {
  try {
    const { firmId, no, hash, prev }: Record<string, unknown> = JSON.parse(line);
    if (typeof firmId !== 'string' || typeof no !== 'number') return undefined;
    if (typeof hash !== 'string' || typeof prev !== 'string') return undefined;
    return { firmId, no, hash, prev };
  } catch {
    return undefined; // cut by a machine that lost power, or by somebody
  }
}
