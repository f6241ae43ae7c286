import { Alert, Button, Group, Stack } from '@mantine/core';
import type { TemplateWords } from '@rap/contracts/template';
import { useState } from 'react';
import { Differences } from './compare-versions.tsx';

/** Two wrote at once: what differs, and whose words go on. */
export function WordsConflict({
  mine,
  theirs,
  onMine,
  onTheirs,
}: {
  readonly mine: TemplateWords;
  readonly theirs: TemplateWords;
  readonly onMine: () => void;
  readonly onTheirs: () => void;
}): React.JSX.Element {
  const [shown, setShown] = useState(false);
  return (
    <Alert color="yellow" role="alert" m="sm">
      <Group>
        Somebody else has changed these words meanwhile. Nothing of yours is lost.
        <Button size="xs" variant="default" onClick={() => setShown(!shown)}>
          {shown ? 'Hide the difference' : 'From theirs to mine'}
        </Button>
        <Button size="xs" variant="default" onClick={onMine}>
          Keep mine
        </Button>
        <Button size="xs" variant="default" onClick={onTheirs}>
          Take theirs
        </Button>
      </Group>
      {shown && (
        <Stack gap="xs" mt="sm">
          <Differences before={theirs} after={mine} />
        </Stack>
      )}
    </Alert>
  );
}
