import { SegmentedControl } from '@mantine/core';
import type { TemplateWords } from '@rap/contracts/template';
import { TEMPLATE_VARIABLES, type TemplateValues } from '@rap/contracts/template-variables';
import { countSegments } from '@rap/domain/messages/sms-segments';
import { withFooter } from '@rap/domain/templates/footer';
import { renderEmail, renderText, type RenderContext } from '@rap/domain/templates/render';
import { useState } from 'react';
import { counted } from '../../parts/counted.ts';
import classes from './editor.module.css';
import { problemsAt } from './words-problems.ts';

type Look = 'light' | 'dark' | 'phone';

/** What would arrive, with samples of what differs for each person: by the same rules that send it. */
export function WordsPreview({
  words,
  values = TEMPLATE_VARIABLES,
  nowMs = Date.now(),
  zone = Intl.DateTimeFormat().resolvedOptions().timeZone,
}: {
  readonly words: TemplateWords;
  readonly values?: TemplateValues;
  readonly nowMs?: number;
  /** where the reader is */
  readonly zone?: string;
}): React.JSX.Element {
  const [look, setLook] = useState<Look>('light');
  const broken = Object.values(problemsAt(words)).some(Boolean);
  const context: RenderContext = { values, nowMs, zone };
  return (
    <section className={classes.preview} aria-label="Preview">
      <div className={classes.previewHead}>
        <h2>As it arrives</h2>
        {words.channel === 'email' && (
          <SegmentedControl
            aria-label="Looked at"
            size="xs"
            value={look}
            onChange={(value) => setLook(value as Look)}
            data={[
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
              { value: 'phone', label: 'Phone' },
            ]}
          />
        )}
      </div>
      {broken ? (
        <p className={classes.hint}>It is drawn again when what is marked on the left is mended.</p>
      ) : words.channel === 'email' ? (
        <Email words={words} context={context} look={look} />
      ) : (
        <Text body={renderText(words.body, context)} />
      )}
    </section>
  );
}

function Email({
  words,
  context,
  look,
}: {
  readonly words: Extract<TemplateWords, { channel: 'email' }>;
  readonly context: RenderContext;
  readonly look: Look;
}): React.JSX.Element {
  const email = withFooter(renderEmail(words, context), {
    firmName: context.values['firm.name'] ?? '',
    postalAddress: context.values['firm.address'] ?? '',
    language: 'en',
  });
  return (
    <>
      <div className={classes.subject}>{email.subject}</div>
      {/* no scripts, no forms, no way out of the frame */}
      <iframe
        title="The email"
        sandbox=""
        className={classes.frame}
        data-look={look}
        srcDoc={`<!doctype html><meta name="color-scheme" content="${
          look === 'dark' ? 'dark' : 'light'
        }"><style>body{margin:16px;font:14px/1.5 system-ui,sans-serif}img{max-width:100%}</style>${email.html}`}
      />
    </>
  );
}

function Text({ body }: { readonly body: string }): React.JSX.Element {
  const { segments, encoding, unusual } = countSegments(body);
  return (
    <>
      <p className={classes.bubble}>{body}</p>
      <p className={classes.hint}>
        {`${counted(Array.from(body).length, 'character')}, sent as ${counted(segments, 'text')}.`}
        {encoding === 'ucs2' &&
          ` These make it longer, because carriers count them double: ${unusual.join(' ')}`}
      </p>
    </>
  );
}
