import { moveLead } from '@rap/contracts/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { ask } from '../api/ask.ts';
import { sayDone, sayRefused } from '../parts/notify.tsx';
import type { leadRowsQuery, LeadRow } from './lead-queries.ts';
import { STAGE_LABELS, type LeadStage } from './leads-search.ts';
import type { LostReason } from './lost-reasons.ts';

interface Move {
  readonly lead: LeadRow;
  readonly to: LeadStage;
  readonly lostReason?: LostReason;
  readonly undoing?: boolean;
}

/** Moves of cards: at once on the screen, one after the other at the server, each with its way back. */
export function useLeadMoves(
  queryKey: ReturnType<typeof leadRowsQuery>['queryKey'],
  setSaid: (words: string) => void,
) {
  const queries = useQueryClient();
  // a card that is moved again before the list was read anew stands at the version that the move before made
  const moved = useRef(new Map<string, number>());
  const moving = useMutation({
    // one after the other
    scope: { id: 'leads-board' },
    mutationFn: ({ lead, to, lostReason }: Move) =>
      ask(
        moveLead({
          path: { id: lead.id },
          body: {
            to,
            version: Math.max(lead.version, moved.current.get(lead.id) ?? 0),
            ...(lostReason && { lostReason }),
          },
        }),
      ),
    // at once on the screen; back where it was when it is refused
    onMutate: async ({ lead, to }) => {
      await queries.cancelQueries({ queryKey: ['leads'] });
      const before = queries.getQueryData(queryKey);
      queries.setQueryData(
        queryKey,
        (data) =>
          data && {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              items: page.items.map((one) => (one.id === lead.id ? { ...one, stage: to } : one)),
            })),
          },
      );
      return { before };
    },
    onError: (error, { lead }, context) => {
      queries.setQueryData(queryKey, context?.before);
      sayRefused(`${lead.personName} was not moved`, error);
    },
    onSuccess: (now, { lead, to, undoing }) => {
      moved.current.set(lead.id, now.version);
      const words = `${lead.personName} moved to ${STAGE_LABELS[to]}`;
      setSaid(words);
      if (undoing) return;
      sayDone(words, () =>
        moving.mutate({ lead: { ...lead, version: now.version, stage: to }, to: lead.stage, undoing: true }),
      );
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['leads'] }),
  });
  return moving;
}
