import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { VersionQuery } from '@rap/contracts/paging';
import { NewSavedView, SavedView, SavedViewChanges, SavedViewList } from '@rap/contracts/saved-view';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, PeopleOnly, type Principal } from '../http/edge.ts';
import { SavedViewService } from './saved-view.service.ts';

@Controller('saved-views')
@PeopleOnly()
export class SavedViewController {
  private readonly views: SavedViewService;

  constructor(views: SavedViewService) {
    this.views = views;
  }

  @Get()
  @Answers(SavedViewList)
  listSavedViews(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<SavedViewList> {
    return this.views.list(ctx, me);
  }

  @Post()
  @Creates(SavedView)
  saveView(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewSavedView }) body: NewSavedView,
  ): Promise<SavedView> {
    return this.views.create(ctx, me, body);
  }

  @Patch(':id')
  @Answers(SavedView)
  changeSavedView(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: SavedViewChanges }) body: SavedViewChanges,
  ): Promise<SavedView> {
    return this.views.change(ctx, me, id, body);
  }

  @Delete(':id')
  @Answers(SavedView)
  deleteSavedView(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<SavedView> {
    return this.views.remove(ctx, me, id, query.version);
  }
}
