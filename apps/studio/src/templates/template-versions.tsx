import { Button, Modal } from '@mantine/core';
import type { Template } from '@rap/contracts/api-client';
import { useState } from 'react';
import { Card } from '../parts/page.tsx';
import { RowList } from '../parts/rows.tsx';
import { VersionRow } from '../parts/version-row.tsx';
import { CompareVersions } from './compare-versions.tsx';
import { WordsPreview } from './editor/words-preview.tsx';

/** Every wording that it ever had, by whom, and who looked at it. */
export function TemplateVersions({ template }: { readonly template: Template }): React.JSX.Element {
  const [shown, setShown] = useState<Template['versions'][number]>();
  const [compared, setCompared] = useState<number>();
  const oldest = template.versions.at(-1)?.number;
  return (
    <div style={{ marginTop: 24 }}>
      <Card title="Versions" aside={String(template.versions.length)}>
        <RowList label="Versions">
          {template.versions.map((version) => (
            <VersionRow
              key={version.id}
              version={version}
              action={
                <>
                  {version.number !== oldest && (
                    <Button size="xs" variant="default" onClick={() => setCompared(version.number)}>
                      Compare
                    </Button>
                  )}
                  <Button size="xs" variant="default" onClick={() => setShown(version)}>
                    Read
                  </Button>
                </>
              }
            />
          ))}
        </RowList>
      </Card>
      {compared !== undefined && (
        <CompareVersions
          versions={template.versions}
          number={compared}
          onClose={() => setCompared(undefined)}
        />
      )}
      {shown && (
        <Modal opened size="lg" title={`Version ${shown.number}`} onClose={() => setShown(undefined)}>
          <WordsPreview words={shown.words} />
        </Modal>
      )}
    </div>
  );
}
