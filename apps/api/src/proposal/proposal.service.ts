import { Injectable } from '@nestjs/common';
import type { Page } from '@rap/contracts/paging';
import {
  ProposedField,
  type Proposal,
  type ProposalAccepted,
  type ProposalsQuery,
} from '@rap/contracts/proposal';
import {
  acceptProposal,
  openProposal,
  refuseProposal,
  type ProposalDecided,
} from '@rap/database/proposal/proposal-commands';
import { ProposalEntity } from '@rap/database/proposal/proposal.entity';
import { listRecords } from '@rap/database/records/list-records';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import { readCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { ProblemError } from '../http/problem-error.ts';
import { found, paged, settled } from '../http/settled.ts';

const proposal = { what: 'proposal', show: present };

@Injectable()
export class ProposalService {
  async list(ctx: FirmContext, me: Principal, query: ProposalsQuery): Promise<Page<Proposal>> {
    authorise(me, 'person.read');
    const { limit, after, ...where } = query;
    const listed = await listRecords(ctx, ProposalEntity, { where, limit, after: readCursor(after) });
    return paged(ctx, proposal, listed);
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<Proposal> {
    authorise(me, 'person.read');
    return present(ctx, await found(ctx, ProposalEntity, id, proposal.what));
  }

  /** Takes over what is named into the person, as if somebody had typed it there. */
  async accept(
    ctx: FirmContext,
    me: Principal,
    id: string,
    { version, fields }: ProposalAccepted,
  ): Promise<Proposal> {
    authorise(me, 'person.change');
    return decided(ctx, await acceptProposal(ctx, id, version, fields ?? ProposedField.options));
  }

  async refuse(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Proposal> {
    authorise(me, 'person.change');
    return decided(ctx, await refuseProposal(ctx, id, version));
  }
}

function decided(ctx: FirmContext, outcome: ProposalDecided): Promise<Proposal> {
  if (outcome.outcome !== 'decided') return settled(ctx, proposal, outcome);
  throw new ProblemError(409, 'decided', 'This has been accepted or refused already');
}

async function present(ctx: FirmContext, row: ProposalEntity): Promise<Proposal> {
  return {
    id: row.id,
    version: row.version,
    personId: row.personId,
    submissionId: row.submissionId,
    changes: await openProposal(ctx, row),
    status: row.status,
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    occurredAt: row.occurredAt.toISOString(),
  };
}
