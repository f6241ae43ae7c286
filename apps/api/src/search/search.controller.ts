import { Controller, Get, Query } from '@nestjs/common';
import { Communication } from '@rap/contracts/communication';
import { pageOf, type Page } from '@rap/contracts/paging';
import { FoundPeople, MessageSearch, PeopleSearch } from '@rap/contracts/search';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { SearchService } from './search.service.ts';

const FoundMessages = pageOf(Communication, 'FoundMessages');

@Controller('search')
export class SearchController {
  private readonly search: SearchService;

  constructor(search: SearchService) {
    this.search = search;
  }

  @Get('people')
  @Answers(FoundPeople)
  searchPeople(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: PeopleSearch }) query: PeopleSearch,
  ): Promise<FoundPeople> {
    return this.search.people(ctx, me, query);
  }

  @Get('messages')
  @Answers(FoundMessages)
  searchMessages(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: MessageSearch }) query: MessageSearch,
  ): Promise<Page<Communication>> {
    return this.search.messages(ctx, me, query);
  }
}
