import { saveAutomationDraft, type Automation } from '@rap/contracts/api-client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ask } from '../../api/ask.ts';
import { refusalOf, type Refusal } from '../../api/refusal.ts';
import { automationQuery } from '../automation-queries.ts';
import { noteSaved, openEditor, useEditor } from './editor.ts';

/** After the last letter. */
const REST_MS = 800;
/** A line that broke is tried again. */
const AGAIN_MS = 4_000;

export type SaveState =
  | { readonly is: 'saved' }
  | { readonly is: 'unsaved' }
  | { readonly is: 'failed'; readonly refusal: Refusal }
  | { readonly is: 'conflict'; readonly theirs: Automation | undefined };

/**
 * Saves the draft a moment after the last edit. When somebody else has saved meanwhile, nothing is overwritten: both are
 * kept until the reader has chosen.
 */
export function useAutosave(): {
  readonly state: SaveState;
  readonly keepMine: () => void;
  readonly takeTheirs: () => void;
} {
  const queries = useQueryClient();
  const { automationId, definition, saved, version } = useEditor();
  const [failure, setFailure] = useState<Refusal>();
  const [theirs, setTheirs] = useState<Automation>();
  const saving = useRef(false);
  const [turn, setTurn] = useState(0);
  const dirty = definition !== undefined && definition !== saved;
  const conflict = failure?.code === 'stale_version';

  useEffect(() => {
    if (!dirty || conflict || !automationId) return undefined;
    const timer = setTimeout(
      () => {
        if (saving.current) return;
        saving.current = true;
        void ask(saveAutomationDraft({ path: { id: automationId }, body: { version, definition } }))
          .then((now) => {
            setFailure(undefined);
            noteSaved(definition, now.working.version);
            queries.setQueryData(automationQuery(automationId).queryKey, now);
          })
          .catch(async (error: unknown) => {
            const refusal = refusalOf(error);
            setFailure(refusal);
            if (refusal.code === 'stale_version')
              setTheirs(await queries.fetchQuery({ ...automationQuery(automationId), staleTime: 0 }));
          })
          .finally(() => {
            saving.current = false;
            setTurn((before) => before + 1);
          });
      },
      failure ? AGAIN_MS : REST_MS,
    );
    return () => clearTimeout(timer);
  }, [automationId, conflict, definition, dirty, failure, queries, turn, version]);

  useEffect(() => {
    if (!dirty) return undefined;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);

  const settle = (): void => {
    setFailure(undefined);
    setTheirs(undefined);
  };
  return {
    state: conflict
      ? { is: 'conflict', theirs }
      : failure && dirty
        ? { is: 'failed', refusal: failure }
        : { is: dirty ? 'unsaved' : 'saved' },
    // mine is saved over theirs, which stays in the history of the record
    keepMine: () => {
      if (theirs) useEditor.setState({ version: theirs.working.version });
      settle();
    },
    takeTheirs: () => {
      if (theirs) openEditor(theirs.id, theirs.definition, theirs.working.version);
      settle();
    },
  };
}
