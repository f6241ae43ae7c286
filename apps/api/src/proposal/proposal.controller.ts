import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { pageOf, VersionSeen, type Page } from '@rap/contracts/paging';
import { Proposal, ProposalAccepted, ProposalsQuery } from '@rap/contracts/proposal';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { ProposalService } from './proposal.service.ts';

const ProposalPage = pageOf(Proposal, 'ProposalPage');

/** Details that came by a form for people who are known already: to be accepted or refused. */
@Controller('proposals')
export class ProposalController {
  private readonly proposals: ProposalService;

  constructor(proposals: ProposalService) {
    this.proposals = proposals;
  }

  @Get()
  @Answers(ProposalPage)
  listProposals(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: ProposalsQuery }) query: ProposalsQuery,
  ): Promise<Page<Proposal>> {
    return this.proposals.list(ctx, me, query);
  }

  @Get(':id')
  @Answers(Proposal)
  getProposal(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<Proposal> {
    return this.proposals.get(ctx, me, id);
  }

  @Post(':id/accept')
  @Answers(Proposal)
  acceptProposal(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: ProposalAccepted }) body: ProposalAccepted,
  ): Promise<Proposal> {
    return this.proposals.accept(ctx, me, id, body);
  }

  @Post(':id/refuse')
  @Answers(Proposal)
  refuseProposal(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Proposal> {
    return this.proposals.refuse(ctx, me, id, body.version);
  }
}
