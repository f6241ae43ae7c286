import { Button, Modal } from '@mantine/core';
import type { Template } from '@rap/contracts/api-client';
import { useState } from 'react';
import { useUserNames } from '../parts/names.ts';
import { Card } from '../parts/page.tsx';
import { Row, RowList } from '../parts/rows.tsx';
import { Status, type Tone } from '../parts/status.tsx';
import { dayAndTime } from '../parts/when.ts';
import { WordsPreview } from './editor/words-preview.tsx';

type Version = Template['versions'][number];
const STANDS: Readonly<Record<Version['status'], { tone: Tone; said: string }>> = {
  draft: { tone: 'neutral', said: 'Draft' },
  submitted: { tone: 'warn', said: 'Waits for approval' },
  approved: { tone: 'info', said: 'Approved' },
  live: { tone: 'ok', said: 'Live' },
  retired: { tone: 'neutral', said: 'Replaced' },
};

/** Every wording that it ever had, by whom, and who looked at it. */
export function TemplateVersions({ template }: { readonly template: Template }): React.JSX.Element {
  const nameOf = useUserNames();
  const [shown, setShown] = useState<Version>();
  const who = (actor: string): string =>
    actor.startsWith('user:')
      ? nameOf(actor.slice('user:'.length)) || 'somebody who has left'
      : 'the product';
  return (
    <div style={{ marginTop: 24 }}>
      <Card title="Versions" aside={String(template.versions.length)}>
        <RowList label="Versions">
          {template.versions.map((version) => (
            <Row
              key={version.id}
              title={`Version ${version.number}`}
              line={
                <>
                  <Status tone={STANDS[version.status].tone}>{STANDS[version.status].said}</Status>{' '}
                  {`by ${who(version.author)}${version.approver ? `, approved by ${who(version.approver)}` : ''}${
                    version.note ? `: ${version.note}` : ''
                  }`}
                </>
              }
              when={dayAndTime(new Date(version.createdAt))}
              action={
                <Button size="xs" variant="default" onClick={() => setShown(version)}>
                  Read
                </Button>
              }
            />
          ))}
        </RowList>
      </Card>
      {shown && (
        <Modal opened size="lg" title={`Version ${shown.number}`} onClose={() => setShown(undefined)}>
          <WordsPreview words={shown.words} />
        </Modal>
      )}
    </div>
  );
}
