import { Group, Modal, NativeSelect, Stack } from '@mantine/core';
import type { Template } from '@rap/contracts/api-client';
import type { TemplateWords } from '@rap/contracts/template';
import { TEMPLATE_VARIABLES } from '@rap/contracts/template-variables';
import { compareWords, type Piece } from '@rap/domain/templates/compare-words';
import { renderEmail, renderText } from '@rap/domain/templates/render';
import { useState } from 'react';
import classes from './editor/editor.module.css';

type Version = Template['versions'][number];

/** What one wording says that another does not: as it is read, and where only that is the same, as it is written. */
export function CompareVersions({
  versions,
  number,
  onClose,
}: {
  readonly versions: readonly Version[];
  readonly number: number;
  readonly onClose: () => void;
}): React.JSX.Element {
  const [to, setTo] = useState(number);
  const [from, setFrom] = useState(versions.find((one) => one.number < number)?.number ?? number);
  const wordsOf = (wanted: number): TemplateWords | undefined =>
    versions.find((one) => one.number === wanted)?.words;
  const choices = versions.map((one) => ({ value: String(one.number), label: `Version ${one.number}` }));
  const [before, after] = [wordsOf(from), wordsOf(to)];
  return (
    <Modal opened size="lg" title="What changed" onClose={onClose}>
      <Stack gap="md">
        <Group grow align="flex-end">
          <NativeSelect
            label="From"
            data={choices}
            value={String(from)}
            onChange={({ currentTarget }) => setFrom(Number(currentTarget.value))}
          />
          <NativeSelect
            label="To"
            data={choices}
            value={String(to)}
            onChange={({ currentTarget }) => setTo(Number(currentTarget.value))}
          />
        </Group>
        {before && after && <Differences before={before} after={after} />}
      </Stack>
    </Modal>
  );
}

/** What was taken out and put in, of subject and words. */
export function Differences({
  before,
  after,
}: {
  readonly before: TemplateWords;
  readonly after: TemplateWords;
}): React.JSX.Element {
  const nowMs = Date.now();
  const read = { before: asRead(before, nowMs), after: asRead(after, nowMs) };
  const parts = [
    { label: 'Subject', pieces: compareWords(read.before.subject, read.after.subject) },
    { label: 'Words', pieces: compareWords(read.before.text, read.after.text) },
  ].filter(({ pieces }) => pieces.some(({ of }) => of !== 'same'));
  const written = compareWords(sourceOf(before), sourceOf(after));
  if (parts.length === 0 && written.every(({ of }) => of === 'same'))
    return <p className={classes.hint}>They say the same.</p>;
  return (
    <>
      {parts.length === 0 && (
        <p className={classes.hint}>It reads the same with the samples: this changed in how it is written.</p>
      )}
      {(parts.length > 0 ? parts : [{ label: 'As it is written', pieces: written }]).map(
        ({ label, pieces }) => (
          <section key={label} aria-label={label}>
            <div className={classes.hint}>{label}</div>
            <div className={classes.compared} tabIndex={0}>
              {pieces.map((piece, at) => (
                <OnePiece key={at} piece={piece} />
              ))}
            </div>
          </section>
        ),
      )}
    </>
  );
}

const OnePiece = ({ piece: { of, text } }: { readonly piece: Piece }): React.JSX.Element =>
  of === 'same' ? <span>{text}</span> : of === 'added' ? <ins>{text}</ins> : <del>{text}</del>;

/** With the samples, as the preview shows it. */
function asRead(words: TemplateWords, nowMs: number): { subject: string; text: string } {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const context = { values: TEMPLATE_VARIABLES, nowMs, zone };
  if (words.channel === 'sms') return { subject: '', text: renderText(words.body, context) };
  const { subject, text } = renderEmail(words, context);
  return { subject, text };
}

const sourceOf = (words: TemplateWords): string =>
  words.channel === 'sms' ? words.body : `${words.subject}\n${words.html}`;
