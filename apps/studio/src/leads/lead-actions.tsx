import { Button, Menu } from '@mantine/core';
import { createNote, deleteNote, moveLead, type Lead, type Note } from '@rap/contracts/api-client';
import { IconChevronDown } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, once } from '../api/ask.ts';
import { sayDone, sayRefused } from '../parts/notify.tsx';
import { useMay } from '../session/session.ts';
import { ConvertLead } from './convert-lead.tsx';
import { OPEN_STAGES, STAGE_LABELS, type LeadStage } from './leads-search.ts';
import { LoseDialog } from './lose-dialog.tsx';
import type { LostReason } from './lost-reasons.ts';

interface Move {
  readonly version: number;
  readonly to: LeadStage;
  readonly lostReason?: LostReason | undefined;
  readonly note?: string;
  /** takes a move back, with the note that said why */
  readonly undoing?: { readonly note: Note | undefined };
}

/** What is done with one lead: another stage, lost with its reason, or a client. */
export function LeadActions({
  lead,
  name,
}: {
  readonly lead: Lead;
  readonly name: string;
}): React.JSX.Element | null {
  const queries = useQueryClient();
  const mayChange = useMay('lead.change');
  const [open, setOpen] = useState<'lose' | 'convert'>();
  const keepNote = (body: string): Promise<Note> =>
    ask(createNote({ body: { personId: lead.personId, body }, ...once(crypto.randomUUID()) }));
  const moving = useMutation({
    mutationFn: async ({ version, to, lostReason, note, undoing }: Move) => {
      const now = await ask(
        moveLead({ path: { id: lead.id }, body: { version, to, ...(lostReason ? { lostReason } : {}) } }),
      );
      // the move counts, whatever becomes of the note
      const kept = note ? await keepNote(note).catch(noteRefused) : undefined;
      if (undoing?.note) await dropNote(undoing.note).catch(noteRefused);
      return { now, kept };
    },
    onSuccess: ({ now, kept }, { to, undoing }) => {
      setOpen(undefined);
      const { stage, lostReason } = lead;
      const back: Move = {
        version: now.version,
        to: stage,
        lostReason: lostReason ?? undefined,
        undoing: { note: kept },
      };
      if (!undoing) sayDone(`${name} moved to ${STAGE_LABELS[to]}`, () => moving.mutate(back));
    },
    onError: (error) => sayRefused(`${name} was not moved`, error),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['leads'] }),
        queries.invalidateQueries({ queryKey: ['person', lead.personId] }),
      ]),
  });
  if (!mayChange) return null;
  const { version } = lead;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            loading={moving.isPending}
            rightSection={<IconChevronDown size={14} aria-hidden="true" />}
          >
            Change stage
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {OPEN_STAGES.filter((stage) => stage !== lead.stage).map((to) => (
            <Menu.Item key={to} onClick={() => moving.mutate({ version, to })}>
              {STAGE_LABELS[to]}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => setOpen('lose')}>{STAGE_LABELS.lost}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {lead.stage !== 'won' && <Button onClick={() => setOpen('convert')}>Make a client</Button>}
      {open === 'lose' && (
        <LoseDialog
          who={name}
          withNote
          pending={moving.isPending}
          onLose={(lostReason, note) => moving.mutate({ version, to: 'lost', lostReason, note })}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === 'convert' && (
        <ConvertLead
          lead={{ ...lead, personName: name }}
          onClose={() => setOpen(undefined)}
          onDone={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

const dropNote = ({ id, version }: Note): Promise<unknown> =>
  ask(deleteNote({ path: { id }, query: { version } }));
const noteRefused = (error: unknown): undefined => {
  sayRefused('The note was not kept as you wished', error);
};
