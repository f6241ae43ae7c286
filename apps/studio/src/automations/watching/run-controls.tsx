import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useMay } from '../../session/session.ts';
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
            <Menu.Item
              onClick={() => mutate({ wish: { do: 'retry', n: run.n }, words: 'The step is tried again' })}
            >
              Try the step again
            </Menu.Item>
            <Menu.Item
              onClick={() => mutate({ wish: { do: 'skip', n: run.n }, words: 'The step is left out' })}
            >
              Leave this step out
            </Menu.Item>
          </>
        )}
        {run.held ? (
          <Menu.Item onClick={() => mutate({ wish: { do: 'release' }, words: 'It goes on' })}>
            Let it go on
          </Menu.Item>
        ) : (
          <Menu.Item
            onClick={() =>
              mutate({ wish: { do: 'hold', reason: 'held by hand' }, words: 'It is on hold for them' })
            }
          >
            Hold it: nothing happens until you let it go on
          </Menu.Item>
        )}
        {run.paused ? (
          <Menu.Item onClick={() => mutate({ wish: { do: 'resume' }, words: 'It goes on' })}>Go on</Menu.Item>
        ) : (
          <>
            <Menu.Item
              onClick={() =>
                mutate({ wish: { do: 'pause', mode: 'freeze' }, words: 'Its clock stands still' })
              }
            >
              Stop the clock: waits are longer by the pause
            </Menu.Item>
            <Menu.Item
              onClick={() =>
                mutate({ wish: { do: 'pause', mode: 'holdSends' }, words: 'Nothing is done meanwhile' })
              }
            >
              Keep waiting, but do nothing meanwhile
            </Menu.Item>
          </>
        )}
        <Menu.Divider />
        <Menu.Item
          color="red"
          onClick={() => mutate({ wish: { do: 'end', reason: 'ended by hand' }, words: 'It ended for them' })}
        >
          End it for them, for good
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
