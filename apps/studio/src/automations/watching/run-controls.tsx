import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useMay } from '../../session/session.ts';
import {
  endRun,
  holdDeeds,
  holdRun,
  releaseRun,
  resumeRun,
  retryStep,
  skipStep,
  stopClock,
} from '../run-wishes.ts';
import { useRunControl } from '../use-run-control.ts';
import type { Enrolment } from './run-queries.ts';

/** What a hand may do to one person's run; each says what becomes of the person. */
export function RunControls({ run }: { readonly run: Enrolment }): React.JSX.Element | null {
  const mayControl = useMay('run.control');
  const { mutate, isPending } = useRunControl(run.id, ['runs']);
  if (!mayControl || run.status === 'ended') return null;
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button
          variant="default"
          loading={isPending}
          rightSection={<IconChevronDown size={14} aria-hidden="true" />}
        >
          Hold, skip or end
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {run.status === 'attention' && (
          <>
            <Menu.Item onClick={() => mutate(retryStep(run.n))}>Try the step again</Menu.Item>
            <Menu.Item onClick={() => mutate(skipStep(run.n))}>Leave this step out</Menu.Item>
          </>
        )}
        {run.held ? (
          <Menu.Item onClick={() => mutate(releaseRun)}>Let it go on</Menu.Item>
        ) : (
          <Menu.Item onClick={() => mutate(holdRun)}>
            Hold it: nothing happens until you let it go on
          </Menu.Item>
        )}
        {run.paused ? (
          <Menu.Item onClick={() => mutate(resumeRun)}>Go on</Menu.Item>
        ) : (
          <>
            <Menu.Item onClick={() => mutate(stopClock)}>
              Stop the clock: waits are longer by the pause
            </Menu.Item>
            <Menu.Item onClick={() => mutate(holdDeeds)}>Keep waiting, but do nothing meanwhile</Menu.Item>
          </>
        )}
        <Menu.Divider />
        <Menu.Item color="red" onClick={() => mutate(endRun())}>
          End it for them, for good
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
