import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Page } from '@rap/contracts/paging';
import { NewTag, Tag, TagChanges, TagList, TagOfPerson, TagPage, TagsQuery } from '@rap/contracts/tag';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { TagService } from './tag.service.ts';

@Controller()
export class TagController {
  private readonly tags: TagService;

  constructor(tags: TagService) {
    this.tags = tags;
  }

  @Get('tags')
  @Answers(TagPage)
  listTags(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: TagsQuery }) query: TagsQuery,
  ): Promise<Page<Tag>> {
    return this.tags.list(ctx, me, query);
  }

  @Post('tags')
  @Creates(Tag)
  createTag(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewTag }) body: NewTag,
  ): Promise<Tag> {
    return this.tags.create(ctx, me, body);
  }

  @Patch('tags/:id')
  @Answers(Tag)
  changeTag(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: TagChanges }) body: TagChanges,
  ): Promise<Tag> {
    return this.tags.change(ctx, me, id, body);
  }

  @Get('people/:id/tags')
  @Answers(TagList)
  tagsOfPerson(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<{ items: Tag[] }> {
    return this.tags.ofPerson(ctx, me, id);
  }

  @Post('people/:id/tags')
  @Answers(TagList)
  tagPerson(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: TagOfPerson }) body: TagOfPerson,
  ): Promise<{ items: Tag[] }> {
    return this.tags.add(ctx, me, id, body.tagId);
  }

  @Delete('people/:id/tags/:tagId')
  @Answers(TagList)
  untagPerson(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Id('tagId') tagId: string,
  ): Promise<{ items: Tag[] }> {
    return this.tags.remove(ctx, me, id, tagId);
  }
}
