import { z } from 'zod';

/** Letters of the system to those who use it: invitations, links to choose a new password, notices about their account. */
export const LETTER_WORKFLOW = 'letter';
export const letterWorkflowId = (firmId: string, letterId: string): string => `letter:${firmId}:${letterId}`;

/** Ids only: address, words and token stay sealed in the database. */
export interface LetterInput {
  readonly v: 1;
  readonly firmId: string;
  readonly letterId: string;
}

export const LetterKind = z.enum(['invitation', 'reset', 'second_factor_off']);
export type LetterKind = z.infer<typeof LetterKind>;

/** `unknown`: the connection was lost after the letter was handed over; it is not sent again by itself. */
export const LetterStatus = z.enum(['waiting', 'handing_over', 'sent', 'refused', 'unknown', 'too_late']);
export type LetterStatus = z.infer<typeof LetterStatus>;

/** What became of one attempt; `later` says when the next one makes sense, epoch ms. */
export type LetterOutcome =
  { readonly of: 'settled'; readonly status: LetterStatus } | { readonly of: 'later'; readonly atMs: number };
