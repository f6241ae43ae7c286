import type { TemplateText } from '@rap/contracts/automation/automation-file';
import type { DraftDefinition } from '@rap/contracts/automation/definition';

/** What a firm has to have before an automation of the library is of use to it, in words. */
export const NEEDS = {
  bookingLink: 'each advisor has a booking link',
  texting: 'a number that texts are sent from',
  birthDates: 'birth dates of the people',
  reviewDates: 'the day of the next review of each client',
} as const;
export type Need = keyof typeof NEEDS;

export type StarterCategory = 'Leads' | 'Meetings' | 'Clients' | 'Paperwork';

/** An automation that comes with the product: a firm copies it, changes it and puts it live like one of its own. */
export interface Starter {
  /** stands in addresses; never changed */
  readonly id: string;
  /** what it does for whom, in one sentence */
  readonly summary: string;
  readonly category: StarterCategory;
  readonly needs: readonly Need[];
  readonly definition: DraftDefinition;
  /** the texts its messages name, by template key */
  readonly templates: Readonly<Record<string, TemplateText>>;
}
