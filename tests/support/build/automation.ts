import type { DraftDefinition } from '@rap/contracts/automation/definition';
import type { TemplateText } from '@rap/contracts/automation/automation-file';
import { createAutomation } from '@rap/database/automation/automation-drafts';
import { publishVersion } from '@rap/database/automation/automation-publishing';
import { importWording } from '@rap/database/template/template-commands';
import type { TestFirm } from './world.ts';

/** Publishes templates and a definition in a firm without four eyes; answers the automation's id. */
export async function publishAutomation(
  firm: TestFirm,
  input: { definition: DraftDefinition; templates: Readonly<Record<string, TemplateText>> },
): Promise<string> {
  return firm.run(async (ctx) => {
    for (const [key, text] of Object.entries(input.templates)) {
      const words =
        text.channel === 'email'
          ? ({ channel: 'email', subject: text.subject, html: text.html } as const)
          : ({ channel: 'sms', body: text.text } as const);
      await importWording(ctx, { key, name: text.name, words });
    }
    const { automation, draft } = await createAutomation(ctx, {
      definition: input.definition,
      ownerId: firm.ownerId,
    });
    const published = await publishVersion(ctx, draft, draft.version);
    if (published.outcome !== 'published') throw new Error(JSON.stringify(published));
    return automation.id;
  });
}
