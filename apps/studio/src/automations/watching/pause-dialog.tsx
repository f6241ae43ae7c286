import { Alert, Button, Group, Modal, Radio, Stack } from '@mantine/core';
import { pauseAutomation, resumeAutomation, type Automation } from '@rap/contracts/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask.ts';
import { refusalOf } from '../../api/refusal.ts';
import { sayDone, sayRefused } from '../../parts/notify.tsx';
import { useMay, whoCan } from '../../session/session.ts';
import { automationQuery } from '../automation-queries.ts';
import { counted } from '../../parts/counted.ts';

type Mode = 'freeze' | 'holdSends' | 'endEveryone';
/** The three things that "pause" may mean, each with what it does to those inside. */
export function PauseDialog({
  automation,
  onClose,
}: {
  readonly automation: Automation;
  readonly onClose: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const mayEnd = useMay('automation.publish');
  const [mode, setMode] = useState<Mode>('freeze');
  const { id, version, inside } = automation;
  const pausing = useMutation({
    mutationFn: () => ask(pauseAutomation({ path: { id }, body: { version, mode } })),
    onSuccess: (now) => {
      queries.setQueryData(automationQuery(id).queryKey, now);
      void queries.invalidateQueries({ queryKey: ['automations'] });
      void queries.invalidateQueries({ queryKey: ['runs'] });
      sayDone(
        mode === 'endEveryone'
          ? `It ended for ${counted(inside, 'person', 'people')}.`
          : `"${now.name}" is paused.`,
      );
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={`Pause "${automation.name}"`} size="lg">
      <Stack gap="md">
        <p style={{ margin: 0 }}>
          {counted(inside, 'person', 'people')} {inside === 1 ? 'is' : 'are'} inside now. Whoever is halfway
          through a message that is being handed over still gets it; nothing else leaves.
        </p>
        {pausing.error && (
          <Alert color="red" role="alert">
            {refusalOf(pausing.error).message}
          </Alert>
        )}
        <Radio.Group
          value={mode}
          onChange={(value) => setMode(value === 'holdSends' || value === 'endEveryone' ? value : 'freeze')}
          aria-label="What the pause means"
        >
          <Stack gap="sm">
            <Radio
              value="freeze"
              label="Stop the clock"
              description="Everybody stands still. When it goes on, every wait and every deadline is later by the time it stood."
            />
            <Radio
              value="holdSends"
              label="Keep waiting, do nothing"
              description="Waits run on by the calendar, but nothing is sent or done. When it goes on, whatever is due is done then; what is too late by then is not sent."
            />
            <Radio
              value="endEveryone"
              disabled={!mayEnd}
              label={`End it for everybody inside (${counted(inside, 'person', 'people')})`}
              description={
                mayEnd
                  ? 'Each ends where they stand, for good, and nobody enters any more. This cannot be taken back.'
                  : `This is for ${whoCan('automation.publish')}.`
              }
            />
          </Stack>
        </Radio.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Leave it running
          </Button>
          <Button
            color={mode === 'endEveryone' ? 'red' : undefined}
            loading={pausing.isPending}
            onClick={() => pausing.mutate()}
          >
            {mode === 'endEveryone' ? `End it for ${counted(inside, 'person', 'people')}` : 'Pause'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** Says how it is paused since when, with the way on. */
export function useResume(automation: Automation): {
  readonly resume: () => void;
  readonly resuming: boolean;
} {
  const queries = useQueryClient();
  const { id, version, inside } = automation;
  const resuming = useMutation({
    mutationFn: () => ask(resumeAutomation({ path: { id }, body: { version } })),
    onSuccess: (now) => {
      queries.setQueryData(automationQuery(id).queryKey, now);
      void queries.invalidateQueries({ queryKey: ['automations'] });
      sayDone(`"${now.name}" goes on, for ${counted(inside, 'person', 'people')}.`);
    },
    onError: (error) => sayRefused('It does not go on', error),
  });
  return { resume: () => resuming.mutate(), resuming: resuming.isPending };
}
