import { Button, Menu } from '@mantine/core';
import { useMay } from '../session/session.ts';
import { endRun, retryStep, skipStep } from './run-wishes.ts';
import { useRunControl } from './use-run-control.ts';
import type { NeedingAttention } from './automation-queries.ts';

/** Try again, or one of the two other ways out of a step that failed. */
export function AttentionActions({ run }: { readonly run: NeedingAttention }): React.JSX.Element | null {
  const mayControl = useMay('run.control');
  const controlling = useRunControl(run.id, ['runs']);
  if (!mayControl) return null;
  return (
    <Button.Group>
      <Button
        variant="default"
        loading={controlling.isPending}
        onClick={() => controlling.mutate(retryStep(run.n))}
      >
        Try again
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px={8} aria-label="Other ways on">
            …
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => controlling.mutate(skipStep(run.n))}>Leave this step out</Menu.Item>
          <Menu.Item color="red" onClick={() => controlling.mutate(endRun())}>
            End the automation for them
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  );
}
