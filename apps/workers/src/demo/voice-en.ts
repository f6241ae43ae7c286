import type { Voice } from './voice.ts';

export const ENGLISH: Voice = {
  openings: (advisor) => [
    `Hello ${advisor}, thank you for writing back so quickly.`,
    'Good morning,',
    'Hi, thanks for the note.',
    'Thank you for getting in touch.',
    'Hello,',
  ],
  concerns: [
    {
      said: 'I would like to stop working next spring and am not sure whether Social Security should start right away or wait.',
      answer:
        'Whether to start or to wait depends on the two of you together and on what you live on meanwhile. Please bring your statement from ssa.gov, and we will look at both on one page.',
    },
    {
      said: 'My husband retires in June and we both have a 401(k) with a former employer. What should we look at first?',
      answer:
        'First at what each plan charges and who is named in it. Nothing has to be moved before we have talked, and nothing by June.',
    },
    {
      said: 'We moved here two years ago and nobody has looked at our accounts together since.',
      answer:
        'That is a good reason for a first talk. A list of the accounts is enough to begin with, you do not need to bring every paper.',
    },
    {
      said: 'My mother has left me an IRA and the bank could not tell me by when I have to take it out.',
      answer:
        'I am sorry about your mother. By when depends on her age and on the year, so please bring the letter of the bank. Do not sign anything there before we have looked at it.',
    },
    {
      said: 'I turn 65 in the spring and am still covered by my employer. Do I have to sign up for Medicare?',
      answer:
        'With cover from an employer of some size you may often wait, but it has to be in writing. Ask them for that letter, and we will go through the dates.',
    },
    {
      said: 'I have a pension offer with a lump sum and have to decide by the end of the month.',
      answer:
        'Then let us talk this week. Please send me the pages with the monthly amount and the lump sum, and tell me who should have something after you.',
    },
    {
      said: 'We want to help our daughter with a house and do not want to get the taxes wrong.',
      answer:
        'A gift of that size is a form, seldom a tax. We will look at which account it should come from, that makes the difference.',
    },
    {
      said: 'After the divorce I have to start over with the plan and would like a second opinion.',
      answer:
        'Gladly. If there is an order about the retirement accounts, please bring it along: the rest follows from it.',
    },
  ],
  closings: [
    'Could we talk one day next week? Mornings are best.',
    'Please call me in the afternoon, I am at home after three.',
    'What should I bring along?',
    'Is half an hour enough for a first talk?',
    'My wife would like to be there too.',
  ],
  mails: [
    {
      subject: 'New address',
      said: 'We have moved, the new address is on the form I left at the front desk. Please change it with the custodian as well.',
      answer:
        'Thank you, I have noted it and Tomas sends the form to the custodian today. The next statement should come to the new place.',
    },
    {
      subject: 'Question about my distribution',
      said: 'Is the required distribution for this year already done, or do I have to sign something? Last year it was December and that was too close for me.',
      answer:
        'It is planned for October this year, so that nobody has to hurry. There is nothing to sign: the form of last year still holds.',
    },
    {
      subject: 'Thank you',
      said: 'Thank you for Thursday. It helped us a great deal to see it on one page. We will send the insurance papers this week.',
      answer: 'It was a pleasure. When the papers are here we will look through them and call you.',
    },
    {
      subject: 'Beneficiaries',
      said: 'Our grandson was born in March. What do we need to do so that he is in the papers?',
      answer:
        'Congratulations! That is a happy reason to change the papers. I will prepare the beneficiary form and we sign it at the review.',
    },
    {
      subject: 'Cash for the roof',
      said: 'The roof has to be done in the fall and will cost about as much as a small car. From which account should we take it?',
      answer:
        'From the cash reserve, that is what we set it aside for. I will have it ready two weeks before: just tell me the date.',
    },
    {
      subject: 'Long-term care letter',
      said: 'The insurance company writes that the premium goes up again. Can we look at it together before I answer?',
      answer:
        'Good that you ask before you answer them. Bring the letter along on your next visit and we will go through it line by line.',
    },
  ],
  texts: [
    {
      said: 'Thanks, I will look at the times tonight',
      answer: 'Good. If none of them suits you, tell me two that do.',
    },
    {
      said: 'Tuesday works for us',
      answer: 'Tuesday it is. The address is 200 Public Square, parking is behind the house.',
    },
    {
      said: 'Can you call me instead? I am driving',
      answer: 'Of course, I call you this afternoon. Drive safely.',
    },
    { said: 'Got it, thank you', answer: 'You are welcome.' },
    { said: 'Is Friday at 10 still open?', answer: 'Yes, Friday at 10 is yours.' },
  ],
  missedMeeting: 'I am so sorry, I had it down for the wrong day. Can we find another time?',
  stop: 'STOP',
  yes: 'Yes',
  greeting: (name) => `Hello ${name},`,
  regards: (advisor) => `Best regards, ${advisor}`,
};
