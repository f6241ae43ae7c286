import type { TemplateText } from '@rap/contracts/automation/automation-file';
import type { DraftDefinition } from '@rap/contracts/automation/definition';

/** An automation that comes with the product: a firm copies it, changes it and puts it live like one of its own. */
export interface Starter {
  readonly definition: DraftDefinition;
  /** the texts its messages name, by template key */
  readonly templates: Readonly<Record<string, TemplateText>>;
}
