import type { Lane } from './automation.ts';
import type { Victim } from './ground.ts';

/** Where runs stand still until something is killed. */
export interface Boundary {
  /** as the children call it: see worker.ts, relay.ts, api.ts and inbound-mail.ts */
  readonly at: string;
  readonly words: string;
  /** what is killed with SIGKILL while they stand there, one a round */
  readonly victims: readonly Victim[];
  /** the ways that lead past it */
  readonly lanes: readonly Lane[];
  /** they are let go first, and what follows is killed in its middle: there is nothing of ours to stand in */
  readonly letGoFirst?: true;
  /** the relay is started when these are in: else it would stand with the first and lease nobody else */
  readonly relayAfter?: 'forms' | 'answers';
}

const ALL: readonly Lane[] = ['replies', 'texts', 'silent', 'books'];
const TEXTED: readonly Lane[] = ['texts', 'silent'];
const PARKED: readonly Lane[] = ['replies', 'texts', 'books'];

/** Every step of a run that can be cut off from the next: before and after each commit, hand-over and completion. */
export const BOUNDARIES: readonly Boundary[] = [
  { at: 'form.before-emit', words: 'form written, its events not yet', victims: ['api'], lanes: ALL },
  {
    at: 'form.before-commit',
    words: 'form and events written, not committed',
    victims: ['api', 'postgres'],
    lanes: ALL,
  },
  {
    at: 'form.after-commit',
    words: 'form committed, the visitor not thanked',
    victims: ['api', 'postgres'],
    lanes: ALL,
  },
  {
    at: 'lease.after-commit',
    words: 'person leased, no event handed over',
    victims: ['relay', 'postgres'],
    lanes: ALL,
    relayAfter: 'forms',
  },
  {
    at: 'enrol.before-commit',
    words: 'enrolment written, not committed',
    victims: ['relay', 'postgres'],
    lanes: ALL,
    relayAfter: 'forms',
  },
  {
    at: 'enrol.after-commit',
    words: 'enrolled, no workflow started',
    victims: ['relay', 'temporal'],
    lanes: ALL,
    relayAfter: 'forms',
  },
  { at: 'start.before', words: 'about to start the workflow', victims: ['temporal', 'postgres'], lanes: ALL },
  {
    at: 'start.after',
    words: 'workflow started, nobody noted it',
    victims: ['relay', 'temporal'],
    lanes: ALL,
    relayAfter: 'forms',
  },
  {
    at: 'progress.before-commit',
    words: 'handed over, progress not noted',
    victims: ['relay', 'postgres'],
    lanes: ALL,
    relayAfter: 'forms',
  },
  { at: 'progress.after-commit', words: 'progress noted', victims: ['relay'], lanes: ALL },
  {
    at: 'segment.before-emit',
    words: 'segment run, its events not written',
    victims: ['worker'],
    lanes: ALL,
    relayAfter: 'forms',
  },
  {
    at: 'segment.before-commit',
    words: 'segment written, not committed',
    victims: ['worker', 'postgres'],
    lanes: ALL,
    relayAfter: 'forms',
  },
  {
    at: 'segment.after-commit',
    words: 'segment committed, its answer lost',
    victims: ['worker', 'temporal'],
    lanes: ALL,
  },
  {
    at: 'hand-over.before-commit',
    words: 'claimed and let through the gate, not committed',
    victims: ['worker', 'postgres'],
    lanes: ALL,
  },
  { at: 'hand-over.after-commit', words: 'may leave, nothing handed over', victims: ['worker'], lanes: ALL },
  { at: 'email.before', words: 'e-mail about to leave', victims: ['postgres', 'temporal'], lanes: ALL },
  {
    at: 'email.after',
    words: 'mail server has it, not recorded',
    victims: ['worker', 'postgres'],
    lanes: ALL,
  },
  { at: 'sms.before', words: 'text about to leave', victims: ['worker', 'postgres'], lanes: TEXTED },
  {
    at: 'sms.after',
    words: 'text provider has it, not recorded',
    victims: ['worker', 'postgres'],
    lanes: TEXTED,
  },
  {
    at: 'settle.before-commit',
    words: 'outcome written, not committed',
    victims: ['worker', 'postgres'],
    lanes: ALL,
  },
  {
    at: 'settle.after-commit',
    words: 'outcome committed, the run does not know',
    victims: ['worker', 'temporal'],
    lanes: ALL,
  },
  {
    at: 'answer.before',
    words: 'segment done, Temporal not told',
    victims: ['worker', 'temporal'],
    lanes: ALL,
  },
  {
    at: 'park.before',
    words: 'parking (continue-as-new)',
    victims: ['worker', 'temporal'],
    lanes: PARKED,
    letGoFirst: true,
  },
  {
    at: 'text.before-commit',
    words: "person's text written, not committed",
    victims: ['api', 'postgres'],
    lanes: ['texts'],
  },
  {
    at: 'text.after-commit',
    words: "person's text committed, provider not answered",
    victims: ['api'],
    lanes: ['texts'],
  },
  {
    at: 'status.before-commit',
    words: 'report on a text written, not committed',
    victims: ['api'],
    lanes: TEXTED,
  },
  {
    at: 'mail.before-commit',
    words: "person's mail written, not committed",
    victims: ['inbound-mail', 'postgres'],
    lanes: ['replies'],
  },
  {
    at: 'mail.after-commit',
    words: "person's mail committed, sender not answered",
    victims: ['inbound-mail'],
    lanes: ['replies'],
  },
  {
    at: 'signal.before',
    words: 'about to tell a waiting run',
    victims: ['relay', 'temporal'],
    lanes: PARKED,
    relayAfter: 'answers',
  },
  {
    at: 'signal.after',
    words: 'run told, nobody noted it',
    victims: ['relay', 'temporal'],
    lanes: PARKED,
    relayAfter: 'answers',
  },
];
