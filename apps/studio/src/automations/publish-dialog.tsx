import { Alert, Button, Group, Modal, Radio, Stack, Textarea } from '@mantine/core';
import {
  approveAutomation,
  compareVersions,
  previewPublishing,
  publishAutomation,
  submitAutomation,
  type Automation,
} from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../api/ask.ts';
import { Refusal, refusalOf } from '../api/refusal.ts';
import { sayDone } from '../parts/notify.tsx';
import { WhereItGoes } from '../parts/where-it-goes.tsx';
import { Worded } from '../parts/worded.tsx';
import { useMay, whoCan } from '../session/session.ts';
import { firmQuery } from '../shell/firm-query.ts';
import { automationQuery } from './automation-queries.ts';
import { ChangesList } from './changes-list.tsx';

type Inside = 'newEntrantsOnly' | 'finishThenStop';

/** What changes, who is touched, and what becomes of those inside; then it goes live, or to who approves. */
export function PublishDialog({
  automation,
  onClose,
}: {
  readonly automation: Automation;
  readonly onClose: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const mayPublish = useMay('automation.publish');
  const mayApprove = useMay('automation.approve');
  const firm = useQuery(firmQuery);
  const [inside, setInside] = useState<Inside>('newEntrantsOnly');
  const [note, setNote] = useState('');
  const { id, working, liveNumber } = automation;
  const difference = useQuery({
    queryKey: ['automations', 'difference', id, liveNumber, working.number, working.version],
    queryFn: () =>
      ask(
        compareVersions({
          path: { id, number: working.number },
          query: { from: liveNumber ?? working.number },
        }),
      ),
    enabled: liveNumber !== null && liveNumber !== working.number,
  });
  const preview = useQuery({
    queryKey: ['automations', 'publishing', id, inside],
    queryFn: () => ask(previewPublishing({ path: { id }, query: { inside } })),
  });
  const body = { version: working.version, ...(note.trim() ? { note: note.trim() } : {}) };
  const done = (now: Automation, words: string): void => {
    queries.setQueryData(automationQuery(id).queryKey, now);
    void queries.invalidateQueries({ queryKey: ['automations'] });
    sayDone(words);
    onClose();
  };
  const publishing = useMutation({
    mutationFn: () => ask(publishAutomation({ path: { id }, body: { ...body, inside } })),
    onSuccess: (now) => done(now, `Version ${now.liveNumber ?? working.number} is live`),
  });
  const submitting = useMutation({
    mutationFn: () => ask(submitAutomation({ path: { id }, body })),
    onSuccess: (now) => done(now, 'Sent for approval'),
  });
  const approving = useMutation({
    mutationFn: () => ask(approveAutomation({ path: { id }, body })),
    onSuccess: (now) => done(now, `Version ${working.number} is approved and can be published`),
  });
  const refusal = [publishing.error, submitting.error, approving.error].find(
    (error) => error instanceof Refusal,
  );
  const fourEyes = firm.data?.settings.fourEyes === true;
  const next =
    working.status === 'submitted'
      ? mayApprove && ({ label: 'Approve', doing: approving } as const)
      : working.status === 'draft' && (fourEyes || !mayPublish)
        ? ({ label: 'Send for approval', doing: submitting } as const)
        : mayPublish && ({ label: 'Publish', doing: publishing } as const);
  return (
    <Modal opened onClose={onClose} title={`Publish version ${working.number}`} size="lg">
      <Stack gap="md">
        {difference.data && (
          <section aria-label="What changes">
            <h3 style={{ margin: '0 0 8px' }}>What changes since version {difference.data.from}</h3>
            <ChangesList changes={difference.data.changes} />
          </section>
        )}
        {automation.inside > 0 && (
          <Radio.Group
            label={automation.inside === 1 ? '1 person is inside' : `${automation.inside} people are inside`}
            value={inside}
            onChange={(value) => setInside(value as Inside)}
          >
            <Stack gap="xs" mt="xs">
              <Radio
                value="newEntrantsOnly"
                label="Only who comes in from now on gets this version"
                description="Those inside finish the version that they began with"
              />
              <Radio
                value="finishThenStop"
                label="Let those inside finish, then stop"
                description="Nobody comes in any more"
              />
            </Stack>
          </Radio.Group>
        )}
        {preview.data && (
          <ul style={{ margin: 0, paddingLeft: 20 }}>
            {preview.data.sentences.map((sentence) => (
              <li key={sentence}>
                <Worded text={sentence} />
              </li>
            ))}
          </ul>
        )}
        <WhereItGoes />
        <Textarea
          label="Note, optional"
          description="Why, for whoever reads the versions later"
          maxLength={500}
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        {(refusal ?? preview.error) && (
          <Alert color="red" role="alert">
            {refusal?.message ?? refusalOf(preview.error).message}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Keep as a draft
          </Button>
          {next ? (
            <Button loading={next.doing.isPending} onClick={() => next.doing.mutate()}>
              {next.label}
            </Button>
          ) : (
            <span>
              {working.status === 'submitted'
                ? `It waits for approval by ${whoCan('automation.approve')}.`
                : `It can be published by ${whoCan('automation.publish')}.`}
            </span>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
