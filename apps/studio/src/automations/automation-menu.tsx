import { Button, FileButton, Menu } from '@mantine/core';
import {
  archiveAutomation,
  duplicateAutomation,
  exportAutomation,
  importAutomation,
  unarchiveAutomation,
} from '@rap/contracts/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ask } from '../api/ask.ts';
import { saveFile } from '../parts/save-file.ts';
import { sayDone, sayRefused } from '../parts/notify.tsx';
import { useMay } from '../session/session.ts';
import type { Automation } from './automation-queries.ts';

/** What may be done with an automation as a whole. */
export function AutomationMenu({ automation }: { readonly automation: Automation }): React.JSX.Element {
  const { id, name, version, archivedAt } = automation;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const mayDraft = useMay('automation.draft');
  const mayPublish = useMay('automation.publish');
  const path = { id };
  const fetchAgain = () => void queries.invalidateQueries({ queryKey: ['automations'] });
  const copying = useMutation({
    mutationFn: () => ask(duplicateAutomation({ path, body: {} })),
    onSuccess: (copy) => {
      fetchAgain();
      sayDone(`"${copy.name}" is a draft of yours`);
      void navigate({ to: '/automations/$automationId', params: { automationId: copy.id } });
    },
    onError: (error) => sayRefused('It was not copied', error),
  });
  const exporting = useMutation({
    mutationFn: () => ask(exportAutomation({ path })),
    onSuccess: (yaml) => saveFile(`${name}.yaml`, yaml, 'application/yaml'),
    onError: (error) => sayRefused('There is no file', error),
  });
  const filing = useMutation({
    mutationFn: () =>
      ask(
        archivedAt
          ? unarchiveAutomation({ path, body: { version } })
          : archiveAutomation({ path, body: { version } }),
      ),
    onSuccess: () => sayDone(archivedAt ? `"${name}" is back in the list` : `"${name}" is archived`),
    onError: (error) => sayRefused(archivedAt ? 'It is not brought back' : 'It is not archived', error),
    onSettled: fetchAgain,
  });
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          px={8}
          loading={copying.isPending || exporting.isPending || filing.isPending}
          aria-label={`What to do with ${name}`}
        >
          …
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          onClick={() =>
            void navigate({ to: '/automations/$automationId/versions', params: { automationId: id } })
          }
        >
          Versions, and what changed
        </Menu.Item>
        {mayDraft && <Menu.Item onClick={() => copying.mutate()}>Duplicate as a draft</Menu.Item>}
        <Menu.Item onClick={() => exporting.mutate()}>Save as a file</Menu.Item>
        {mayPublish && (
          <Menu.Item onClick={() => filing.mutate()}>{archivedAt ? 'Bring back' : 'Archive'}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Reads the file of an automation, of this firm or of another, as a draft. */
export function ImportButton(): React.JSX.Element {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const importing = useMutation({
    mutationFn: async (file: File) => ask(importAutomation({ body: { yaml: await file.text() } })),
    onSuccess: (draft) => {
      void queries.invalidateQueries({ queryKey: ['automations'] });
      void queries.invalidateQueries({ queryKey: ['templates'] });
      sayDone(`"${draft.name}" is a draft of yours. Nothing runs until you publish it.`);
      void navigate({ to: '/automations/$automationId', params: { automationId: draft.id } });
    },
    onError: (error) => sayRefused('The file cannot be read as an automation', error),
  });
  return (
    <FileButton accept=".yaml,.yml,.json" onChange={(file) => file && importing.mutate(file)}>
      {(props) => (
        <Button {...props} variant="default" loading={importing.isPending}>
          Open a file
        </Button>
      )}
    </FileButton>
  );
}
