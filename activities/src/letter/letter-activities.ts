import type { LetterOutcome } from '@rap/contracts/letter';
import type { LetterSender } from '../sending/letter-sender.ts';

export interface SendLetterInput {
  readonly firmId: string;
  readonly letterId: string;
}

export interface LetterActivities {
  /** class irreversible: one letter, keyed by its id */
  sendLetter(input: SendLetterInput): Promise<LetterOutcome>;
}

export const createLetterActivities = ({ letters }: { letters: LetterSender }): LetterActivities => ({
  sendLetter: ({ firmId, letterId }) =>
    letters.send(
      { firmId, actor: 'system:letter', books: [], correlationId: `letter:${letterId}` },
      letterId,
    ),
});
