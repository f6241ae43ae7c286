import { Button, Menu, Modal, Stack, TextInput } from '@mantine/core';
import type { Enrolment } from '@rap/contracts/api-client';
import { useState } from 'react';
import { endRun, holdRun, moveWait, releaseRun, type WordedWish } from '../../automations/run-wishes.ts';
import { useRunControl } from '../../automations/use-run-control.ts';
import { DialogFoot } from '../../parts/dialog-foot.tsx';
import { useMay } from '../../session/session.ts';

/** What a hand may do to one run of somebody. */
export function RunMenu({
  run,
  personId,
}: {
  readonly run: Enrolment;
  readonly personId: string;
}): React.JSX.Element | null {
  const mayControl = useMay('run.control');
  const controlling = useRunControl(run.id, ['person', personId]);
  const [asking, setAsking] = useState<'end' | 'wait'>();
  if (!mayControl) return null;
  const act = (wish: WordedWish): void => controlling.mutate(wish, { onSuccess: () => setAsking(undefined) });
  // a wait for something that happens has a last time too, and that is moved the same way
  const waits = run.wakeAt !== null && (run.waitsFor === 'time' || run.waitsFor === 'event');
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" size="xs" px={8} aria-label={`What to do with ${run.automationName}`}>
            …
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {run.held ? (
            <Menu.Item onClick={() => act(releaseRun)}>Let it go on</Menu.Item>
          ) : (
            <Menu.Item onClick={() => act(holdRun)}>Hold it</Menu.Item>
          )}
          {waits && <Menu.Item onClick={() => setAsking('wait')}>Let it wait until another day</Menu.Item>}
          <Menu.Item color="red" onClick={() => setAsking('end')}>
            End it
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking === 'end' && (
        <EndDialog run={run} pending={controlling.isPending} act={act} onClose={() => setAsking(undefined)} />
      )}
      {asking === 'wait' && (
        <WaitDialog
          run={run}
          pending={controlling.isPending}
          act={act}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

interface Asking {
  readonly run: Enrolment;
  readonly pending: boolean;
  readonly act: (wish: WordedWish) => void;
  readonly onClose: () => void;
}

function EndDialog({ run, pending, act, onClose }: Asking): React.JSX.Element {
  const [reason, setReason] = useState('');
  return (
    <Modal opened onClose={onClose} title={`End ${run.automationName} for them?`}>
      <Stack>
        <div>
          It does not come back: what was still to be sent is not sent, and nothing that was done is undone.
        </div>
        <TextInput
          label="Reason, optional"
          maxLength={200}
          data-autofocus
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        <DialogFoot onClose={onClose}>
          <Button color="red" loading={pending} onClick={() => act(endRun(reason.trim() || undefined))}>
            End it
          </Button>
        </DialogFoot>
      </Stack>
    </Modal>
  );
}

const MORNING = 9;

/** Nine in the morning of a day, by the reader's clock. */
function morningOf(day: string): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date, MORNING);
}

function WaitDialog({ run, pending, act, onClose }: Asking): React.JSX.Element {
  const [day, setDay] = useState('');
  const until = day === '' ? undefined : morningOf(day);
  const past = until !== undefined && until.getTime() < Date.now();
  return (
    <Modal opened onClose={onClose} title={`Let ${run.automationName} wait until another day`}>
      <Stack>
        <div>It stays at the step where it is, and goes on at 9:00 am of that day.</div>
        <TextInput
          label="Day"
          type="date"
          data-autofocus
          value={day}
          error={past ? 'This has passed: choose a later day' : undefined}
          onChange={({ currentTarget }) => setDay(currentTarget.value)}
        />
        <DialogFoot onClose={onClose}>
          <Button
            loading={pending}
            disabled={until === undefined || past}
            onClick={() => until && act(moveWait(run.n, until))}
          >
            Wait until then
          </Button>
        </DialogFoot>
      </Stack>
    </Modal>
  );
}
