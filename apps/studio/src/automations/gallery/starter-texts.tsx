import { TEMPLATE_VARIABLES } from '@rap/contracts/template-variables';
import type { Starter } from '@rap/domain/automation/library/starter';
import { renderEmail, renderText } from '@rap/domain/templates/render';
import { readersZone } from '../../parts/when.ts';
import classes from './gallery.module.css';

/** Every message of an automation as somebody would read it, with example values. */
export function StarterTexts({ starter }: { readonly starter: Starter }): React.JSX.Element {
  const context = { values: TEMPLATE_VARIABLES, nowMs: Date.now(), zone: readersZone() };
  return (
    <div className={classes.texts}>
      {Object.entries(starter.templates).map(([key, template]) => {
        const email = template.channel === 'email' ? renderEmail(template, context) : undefined;
        return (
          <article key={key} className={classes.text}>
            <h3>{template.name}</h3>
            <div className={classes.fact}>{email ? `Email: ${email.subject}` : 'Text'}</div>
            <p>{email ? email.text : template.channel === 'sms' && renderText(template.text, context)}</p>
          </article>
        );
      })}
      {Object.keys(starter.templates).length === 0 && <p className={classes.fact}>It sends no messages.</p>}
    </div>
  );
}
