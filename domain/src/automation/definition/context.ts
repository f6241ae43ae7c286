import type { Reference } from '@rap/contracts/automation/facts';

/** A template that is live: what a message step may name. */
export interface LiveTemplate {
  readonly channel: 'email' | 'sms';
  readonly version: number;
}

/** What a definition is checked against besides itself: the firm's records and settings, read beforehand. */
export interface DefinitionContext {
  /** live templates by key */
  readonly templates: ReadonlyMap<string, LiveTemplate>;
  /** keys of templates that were deleted and can be restored */
  readonly deletedTemplates: ReadonlySet<string>;
  /** the names of the records that ids may stand for; what is not listed does not exist */
  readonly names: Readonly<Partial<Record<Reference, ReadonlyMap<string, string>>>>;
  /** seconds may be waited for; trial firms only */
  readonly allowTestDurations: boolean;
  /** the automation this definition belongs to, and which others each live automation starts or calls */
  readonly automationId: string;
  readonly starts: ReadonlyMap<string, readonly string[]>;
}
