import type { LetterInput } from '@rap/contracts/letter';
import type { LettersDue } from '@rap/database/letter/letters-due';

const MOST = 50;

/** Starts the workflow of a letter; idempotent by its id. */
export interface LetterStarter {
  start(input: LetterInput): Promise<void>;
}

/** Takes letters to the post: each that was committed gets its workflow, and is due until it has one. */
export class LetterPost {
  private readonly due: LettersDue;
  private readonly letters: LetterStarter;
  private busy = false;

  constructor(due: LettersDue, letters: LetterStarter) {
    this.due = due;
    this.letters = letters;
  }

  /** One round; answers how many were started. A round that is still going on is not joined by another. */
  async round(): Promise<number> {
    if (this.busy) return 0;
    this.busy = true;
    try {
      const due = await this.due.list(MOST);
      for (const letter of due) {
        await this.letters.start({ v: 1, ...letter });
        await this.due.started(letter);
      }
      return due.length;
    } finally {
      this.busy = false;
    }
  }
}
