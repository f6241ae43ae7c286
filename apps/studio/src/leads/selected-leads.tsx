import { Button, Menu } from '@mantine/core';
import { changeLeads, type LeadsBulk } from '@rap/contracts/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, once } from '../api/ask.ts';
import { usersQuery } from '../parts/names.ts';
import { sayDone, sayRefused } from '../parts/notify.tsx';
import { ConvertLead } from './convert-lead.tsx';
import type { LeadRow } from './lead-queries.ts';
import { LEAD_STAGES, STAGE_LABELS, type LeadStage } from './leads-search.ts';
import { counted } from '../parts/counted.ts';
import { LoseDialog } from './lose-dialog.tsx';
import type { LostReason } from './lost-reasons.ts';
import { StartForLeads } from './start-for-leads.tsx';
import { TagLeads } from './tag-leads.tsx';

/** The toolbar of a selection: who can be reached, and what can be done with all of them, each with its way back. */
export function SelectedLeads({
  leads,
  onDone,
}: {
  readonly leads: readonly LeadRow[];
  readonly onDone: () => void;
}): React.JSX.Element {
  const queries = useQueryClient();
  const users = useQuery(usersQuery);
  const [converting, setConverting] = useState(false);
  const [losing, setLosing] = useState(false);
  const [only] = leads.length === 1 ? leads : [];
  const changing = useMutation({
    mutationFn: (bulk: LeadsBulk) => ask(changeLeads({ body: bulk, ...once(crypto.randomUUID()) })),
    onError: (error) => sayRefused('The leads were not changed', error),
    onSettled: () => queries.invalidateQueries({ queryKey: ['leads'] }),
  });

  /** Changes all, says how many were, and offers to put each back where it was. */
  const change = async (
    wish: (items: { id: string; version: number }[]) => LeadsBulk,
    words: string,
    back: (lead: LeadRow) => LeadsBulk,
  ): Promise<void> => {
    const answer = await changing.mutateAsync(wish(leads.map(({ id, version }) => ({ id, version }))));
    const versions = new Map(answer.rows.flatMap((row) => (row.done ? [[row.id, row.version ?? 1]] : [])));
    const undo = (): void => {
      void Promise.all(
        leads.flatMap((lead) => {
          const version = versions.get(lead.id);
          return version === undefined ? [] : [changing.mutateAsync(back({ ...lead, version }))];
        }),
      ).catch(() => undefined); // said by onError
    };
    const refused =
      answer.refused > 0 ? `, ${answer.refused} had been changed by somebody else meanwhile` : '';
    sayDone(`${words}: ${counted(answer.done, 'lead')}${refused}.`, undo);
    onDone();
  };

  const toStage = (to: LeadStage, lostReason?: LostReason): Promise<void> =>
    change(
      (items) => ({ do: 'stage', to, items, ...(lostReason ? { lostReason } : {}) }),
      `Moved to ${STAGE_LABELS[to]}`,
      (lead) => ({
        do: 'stage',
        to: lead.stage,
        ...(lead.lostReason ? { lostReason: lead.lostReason } : {}),
        items: [{ id: lead.id, version: lead.version }],
      }),
    );
  const toOwner = (ownerId: string | null, name: string): Promise<void> =>
    change(
      (items) => ({ do: 'owner', ownerId, items }),
      `Given to ${name}`,
      (lead) => ({ do: 'owner', ownerId: lead.ownerId, items: [{ id: lead.id, version: lead.version }] }),
    );
  const remove = (): Promise<void> =>
    change(
      (items) => ({ do: 'delete', items }),
      'Deleted',
      (lead) => ({ do: 'restore', items: [{ id: lead.id, version: lead.version }] }),
    );
  const quietly = (done: Promise<void>): void => void done.catch(() => undefined); // said by onError

  return (
    <>
      <strong>{leads.length} selected</strong>
      <span>
        {leads.filter(({ hasEmail }) => hasEmail).length} have an email address,{' '}
        {leads.filter(({ canText }) => canText).length} a number for texts
      </span>
      <Menu>
        <Menu.Target>
          <Button variant="default" loading={changing.isPending} style={{ marginLeft: 'auto' }}>
            Change stage
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {LEAD_STAGES.filter((stage) => stage !== 'won').map((stage) => (
            <Menu.Item
              key={stage}
              onClick={() => (stage === 'lost' ? setLosing(true) : quietly(toStage(stage)))}
            >
              {STAGE_LABELS[stage]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu>
        <Menu.Target>
          <Button variant="default">Assign</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {users.data?.items
            .filter(({ status }) => status === 'active')
            .map(({ id, displayName }) => (
              <Menu.Item key={id} onClick={() => quietly(toOwner(id, displayName))}>
                {displayName}
              </Menu.Item>
            ))}
          <Menu.Item onClick={() => quietly(toOwner(null, 'nobody'))}>Nobody</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <TagLeads leads={leads} onDone={onDone} />
      <StartForLeads leads={leads} onDone={onDone} />
      {losing && (
        <LoseDialog
          who={only ? only.personName : counted(leads.length, 'lead')}
          withNote={false}
          pending={changing.isPending}
          onLose={(reason) => quietly(toStage('lost', reason).then(() => setLosing(false)))}
          onClose={() => setLosing(false)}
        />
      )}
      {only && only.stage !== 'won' && (
        <Button variant="default" onClick={() => setConverting(true)}>
          Make a client
        </Button>
      )}
      {only && converting && <ConvertLead lead={only} onClose={() => setConverting(false)} onDone={onDone} />}
      <Button variant="default" onClick={() => quietly(remove())}>
        Delete
      </Button>
    </>
  );
}
