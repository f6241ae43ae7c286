import type { DataSource } from 'typeorm';

export interface LetterDue {
  readonly firmId: string;
  readonly letterId: string;
}

/** Letters of every firm whose workflow has not been started yet. Ids only, by functions of the directory. */
export class LettersDue {
  private readonly dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.dataSource = dataSource;
  }

  /** The oldest first. */
  async list(most: number): Promise<LetterDue[]> {
    const rows: { firm_id: string; letter_id: string }[] = await this.dataSource.query(
      `select firm_id, letter_id from directory.letters_due($1)`,
      [most],
    );
    return rows.map((row) => ({ firmId: row.firm_id, letterId: row.letter_id }));
  }

  async started({ letterId }: LetterDue): Promise<void> {
    await this.dataSource.query(`select directory.letter_started($1)`, [letterId]);
  }
}
