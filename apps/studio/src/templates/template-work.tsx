import { Alert, Button, Group } from '@mantine/core';
import {
  approveTemplate,
  publishTemplate,
  saveTemplateDraft,
  submitTemplate,
  type Template,
} from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { UnsavedGuard } from '../parts/unsaved.tsx';
import { ask } from '../api/ask.ts';
import { Refusal } from '../api/refusal.ts';
import { sayDone } from '../parts/notify.tsx';
import { Card } from '../parts/page.tsx';
import { Status } from '../parts/status.tsx';
import { VERSION_STANDS, type VersionShown } from '../parts/version-row.tsx';
import { WhereItGoes } from '../parts/where-it-goes.tsx';
import { useMay, whoCan } from '../session/session.ts';
import { firmQuery } from '../shell/firm-query.ts';
import classes from './editor/editor.module.css';
import { WordsEditor } from './editor/words-editor.tsx';
import { WordsPreview } from './editor/words-preview.tsx';
import { problemsAt } from './editor/words-problems.ts';
import { templateQuery } from './template-query.ts';
import { TestSend } from './test-send.tsx';
import { useWords } from './use-words.ts';
import { WordsConflict } from './words-conflict.tsx';

const DONE = {
  save: 'The draft is saved; what is live stays as it is until it is published',
  submit: 'Sent for approval',
  approve: 'Approved: it can be published',
  publish: 'It is live: automations send these words from now on',
} as const;
type Deed = keyof typeof DONE;

/** The newest words, to be changed beside what arrives, and the next step of their way to going out. */
export function TemplateWork({
  template,
  onTyped,
}: {
  readonly template: Template;
  /** told whether something is typed that is not saved */
  readonly onTyped?: (typed: boolean) => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const firm = useQuery(firmQuery);
  const mayDraft = useMay('template.draft');
  const mayApprove = useMay('template.approve');
  const mayPublish = useMay('template.publish');
  const [newest] = template.versions;
  const { words, setWords, changed, theirs, keepMine, takeTheirs, takeBack } = useWords(newest);
  const open = newest && !['live', 'retired'].includes(newest.status) ? newest : undefined;
  const sound = !Object.values(problemsAt(words)).some(Boolean);
  useEffect(() => onTyped?.(changed), [changed, onTyped]);
  const acting = useMutation({
    mutationFn: (deed: Deed) => {
      const path = { id: template.id };
      const body = { version: open?.version ?? 0 };
      if (deed === 'save') {
        const draft = open ? { version: open.version } : {};
        return ask(saveTemplateDraft({ path, body: { words, ...draft } }));
      }
      const step = { submit: submitTemplate, approve: approveTemplate, publish: publishTemplate }[deed];
      return ask(step({ path, body }));
    },
    onSuccess: (now, deed) => {
      sayDone(DONE[deed]);
      queries.setQueryData(templateQuery(now.id).queryKey, now);
      void queries.invalidateQueries({ queryKey: ['templates'] });
      // an automation may send what is live
      void queries.invalidateQueries({ queryKey: ['automations', 'check'] });
    },
    // somebody else was first: what they wrote is shown beside what was typed
    onError: () => void queries.invalidateQueries({ queryKey: ['templates'] }),
  });
  const refusal =
    acting.error instanceof Refusal && acting.error.code !== 'stale_version' ? acting.error : undefined;
  const fourEyes = firm.data?.settings.fourEyes === true;
  const next = nextStep({ status: open?.status, fourEyes, mayDraft, mayApprove, mayPublish });
  return (
    <Card
      title={open ? `Version ${open.number}` : 'The words'}
      aside={
        open ? (
          <Status tone={VERSION_STANDS[open.status].tone}>{VERSION_STANDS[open.status].said}</Status>
        ) : (
          <Status tone="ok">Live</Status>
        )
      }
    >
      <UnsavedGuard when={changed} />
      {refusal && (
        <Alert color="red" role="alert" m="sm">
          {refusal.problem.errors?.map(({ message }) => message).join(' ') ?? refusal.message}
        </Alert>
      )}
      {theirs && <WordsConflict mine={words} theirs={theirs.words} onMine={keepMine} onTheirs={takeTheirs} />}
      <div className={classes.work}>
        <WordsEditor words={words} onChange={setWords} readOnly={!mayDraft} />
        <WordsPreview words={words} />
      </div>
      <Group justify="flex-end" p="md" pt={0}>
        <WhereItGoes channel={words.channel} />
        {mayDraft && <TestSend words={words} sound={sound} />}
        {!mayDraft && <span>It is changed by {whoCan('template.draft')}.</span>}
        {changed && (
          <Button variant="default" onClick={takeBack}>
            Take back what I typed
          </Button>
        )}
        {mayDraft && (
          <Button
            variant={changed ? 'filled' : 'default'}
            disabled={!changed || !sound || theirs !== undefined}
            loading={acting.isPending && acting.variables === 'save'}
            onClick={() => acting.mutate('save')}
          >
            Save as a draft
          </Button>
        )}
        {!changed && next && (
          <Button loading={acting.isPending} onClick={() => acting.mutate(next)}>
            {VERBS[next]}
          </Button>
        )}
        {!changed && open?.status === 'submitted' && !mayApprove && (
          <span>It waits for approval by {whoCan('template.approve')}.</span>
        )}
      </Group>
    </Card>
  );
}

const VERBS = { save: 'Save', submit: 'Send for approval', approve: 'Approve', publish: 'Publish' } as const;

function nextStep({
  status,
  fourEyes,
  mayDraft,
  mayApprove,
  mayPublish,
}: {
  readonly status: VersionShown['status'] | undefined;
  readonly fourEyes: boolean;
  readonly mayDraft: boolean;
  readonly mayApprove: boolean;
  readonly mayPublish: boolean;
}): Exclude<Deed, 'save'> | undefined {
  switch (status) {
    case 'draft':
      if (!fourEyes && mayPublish) return 'publish';
      return mayDraft ? 'submit' : undefined;
    case 'submitted':
      return mayApprove ? 'approve' : undefined;
    case 'approved':
      return mayPublish ? 'publish' : undefined;
    default:
      return undefined;
  }
}
