import { Button } from '@mantine/core';
import type { Automation } from '@rap/contracts/api-client';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { dayAndTime } from '../../parts/when.ts';
import { useMay } from '../../session/session.ts';
import { PauseDialog, useResume } from './pause-dialog.tsx';

/** The brake of an automation that runs: pause it, or let it go on. */
export function Brake({ automation }: { readonly automation: Automation }): React.JSX.Element | null {
  const mayControl = useMay('run.control');
  const [asking, setAsking] = useState(false);
  const { resume, resuming } = useResume(automation);
  const { pause, state } = automation;
  if (!mayControl || (state !== 'live' && state !== 'finishing' && state !== 'paused')) return null;
  if (pause)
    return (
      <Button
        variant="default"
        loading={resuming}
        title={`Paused since ${dayAndTime(new Date(pause.since))}`}
        leftSection={<IconPlayerPlay size={16} stroke={1.6} aria-hidden="true" />}
        onClick={resume}
      >
        Go on
      </Button>
    );
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerPause size={16} stroke={1.6} aria-hidden="true" />}
        onClick={() => setAsking(true)}
      >
        Pause
      </Button>
      {asking && <PauseDialog automation={automation} onClose={() => setAsking(false)} />}
    </>
  );
}
