import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { Communication, CommunicationsQuery, NewCommunication } from '@rap/contracts/communication';
import { pageOf, type Page } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { CommunicationService } from './communication.service.ts';

const CommunicationPage = pageOf(Communication, 'CommunicationPage');

@Controller('communications')
export class CommunicationController {
  private readonly communications: CommunicationService;

  constructor(communications: CommunicationService) {
    this.communications = communications;
  }

  @Get()
  @Answers(CommunicationPage)
  listCommunications(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: CommunicationsQuery }) query: CommunicationsQuery,
  ): Promise<Page<Communication>> {
    return this.communications.list(ctx, me, query);
  }

  @Get(':id')
  @Answers(Communication)
  getCommunication(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<Communication> {
    return this.communications.get(ctx, me, id);
  }

  @Post()
  @Creates(Communication)
  noteCommunication(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewCommunication }) body: NewCommunication,
  ): Promise<Communication> {
    return this.communications.note(ctx, me, body);
  }
}
