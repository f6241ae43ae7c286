import type { Random } from './random.ts';

/* What people of the demo firm write and say. Nothing in here is about anybody real. */

const OPENINGS = [
  'Hello Dana, thank you for writing back so quickly.',
  'Good morning,',
  'Hi, thanks for the note.',
  'Thank you for getting in touch.',
  'Hello,',
];
const CONCERNS = [
  'I would like to stop working next spring and am not sure whether Social Security should start right away or wait.',
  'My husband retires in June and we both have a 401(k) with a former employer. What should we look at first?',
  'We moved here two years ago and nobody has looked at our accounts together since.',
  'My mother has left me an IRA and the bank could not tell me by when I have to take it out.',
  'I turn 65 in the spring and am still covered by my employer. Do I have to sign up for Medicare?',
  'I have a pension offer with a lump sum and have to decide by the end of the month.',
  'We want to help our daughter with a house and do not want to get the taxes wrong.',
  'After the divorce I have to start over with the plan and would like a second opinion.',
];
const CLOSINGS = [
  'Could we talk one day next week? Mornings are best.',
  'Please call me in the afternoon, I am at home after three.',
  'What should I bring along?',
  'Is half an hour enough for a first talk?',
  'My wife would like to be there too.',
];

/** What somebody writes who has asked a question. */
export const inquiryReply = (random: Random): string =>
  `${random.pick(OPENINGS)}\n\n${random.pick(CONCERNS)} ${random.pick(CLOSINGS)}`;

export const clientMail = (random: Random): { subject: string; body: string } =>
  random.pick([
    {
      subject: 'New address',
      body: 'We have moved, the new address is on the form I left at the front desk. Please change it with the custodian as well.',
    },
    {
      subject: 'Question about my distribution',
      body: 'Is the required distribution for this year already done, or do I have to sign something? Last year it was December and that was too close for me.',
    },
    {
      subject: 'Thank you',
      body: 'Thank you for Thursday. It helped us a great deal to see it on one page. We will send the insurance papers this week.',
    },
    {
      subject: 'Beneficiaries',
      body: 'Our grandson was born in March. What do we need to do so that he is in the papers?',
    },
    {
      subject: 'Cash for the roof',
      body: 'The roof has to be done in the fall and will cost about as much as a small car. From which account should we take it?',
    },
    {
      subject: 'Long-term care letter',
      body: 'The insurance company writes that the premium goes up again. Can we look at it together before I answer?',
    },
  ]);

export const clientAnswer = (random: Random): string =>
  random.pick([
    'You are welcome. I have noted it and Tomas will send you the form today. Call us if anything is unclear.',
    'Good that you ask before you answer them. Bring the letter along on your next visit and we will go through it line by line.',
    'I have put it on the list for our next meeting. Nothing has to be signed until then.',
    'That is a happy reason to change the papers. I will prepare the beneficiary form and we sign it at the review.',
  ]);

export const textReply = (random: Random): string =>
  random.pick([
    'Thanks, I will look at the times tonight',
    'Tuesday works for us',
    'Can you call me instead? I am driving',
    'Got it, thank you',
    'Is Friday at 10 still open?',
  ]);

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
