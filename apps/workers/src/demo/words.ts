import type { Random } from './random.ts';

/* What the firm's own people write down. Nothing in here is about anybody real. */

export const callNote = (random: Random): string =>
  random.pick([
    'Spoke for ten minutes. Wants to understand the survivor side of the pension before deciding. Spouse joins next time.',
    'Left a message. Best reached after four.',
    'Called back. Sold the house in June, proceeds are in savings for now; no hurry, wants to talk about cash for two years first.',
    'Short call about Medicare dates. Sent to the checklist, will bring the employer letter.',
    'Worried about the news. Went through the plan for spending again; no change wanted.',
    'Daughter helps with the paperwork. Asked for a form so that we may speak with her.',
  ]);

export const meetingNote = (random: Random): string =>
  random.pick([
    'First meeting. Goals: retire within three years, keep the house, help two grandchildren with college. Brings statements next time.',
    'Review held. Plan stands as agreed. Open: beneficiary form of the old 401(k), long-term care quote.',
    'Review held. Wants monthly instead of quarterly payments from January. Form prepared.',
    'Went through Social Security dates for both. They will decide together and tell us in two weeks.',
  ]);

export const TASKS = [
  'Send the Medicare checklist',
  'Prepare the beneficiary form',
  'Ask the custodian about the transfer',
  'Call about the pension papers',
  'Check the address with the custodian',
  'Order the long-term care quote',
  'File the signed agreement',
  'Send the summary of the meeting',
] as const;

export const MEETINGS = ['First talk', 'Second meeting', 'Annual review', 'Social Security talk'] as const;
