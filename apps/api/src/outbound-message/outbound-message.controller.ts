import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import {
  Message,
  MessagePreview,
  MessagePreviewAsked,
  MessagesQuery,
  NewMessage,
} from '@rap/contracts/outbound-message';
import { pageOf, VersionSeen, type Page } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, Outside, type Principal } from '../http/edge.ts';
import { OutboundMessageService } from './outbound-message.service.ts';

const MessagePage = pageOf(Message, 'MessagePage');

/** Messages that somebody of the firm writes. What came and went is under communications. */
@Controller()
export class OutboundMessageController {
  private readonly messages: OutboundMessageService;

  constructor(messages: OutboundMessageService) {
    this.messages = messages;
  }

  @Post('people/:id/messages')
  @Creates(Message)
  writeMessage(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: NewMessage }) body: NewMessage,
  ): Promise<Message> {
    return this.messages.write(ctx, me, id, body);
  }

  @Post('people/:id/messages/preview')
  @Answers(MessagePreview)
  previewMessage(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: MessagePreviewAsked }) body: MessagePreviewAsked,
  ): Promise<MessagePreview> {
    return this.messages.preview(ctx, me, id, body);
  }

  @Get('messages')
  @Answers(MessagePage)
  listMessages(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: MessagesQuery }) query: MessagesQuery,
  ): Promise<Page<Message>> {
    return this.messages.list(ctx, me, query);
  }

  @Get('messages/:id')
  @Answers(Message)
  getMessage(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<Message> {
    return this.messages.get(ctx, me, id);
  }

  @Post('messages/:id/cancel')
  @Outside()
  @Answers(Message)
  cancelMessage(
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Message> {
    return this.messages.cancel(me, id, body.version);
  }
}
