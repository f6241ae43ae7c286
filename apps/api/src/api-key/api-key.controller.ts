import { Body, Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiKey, ApiKeyList, MadeApiKey, NewApiKey } from '@rap/contracts/api-key';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { ApiKeyService } from './api-key.service.ts';

@Controller('api-keys')
export class ApiKeyController {
  private readonly keys: ApiKeyService;

  constructor(keys: ApiKeyService) {
    this.keys = keys;
  }

  @Get()
  @Answers(ApiKeyList)
  listApiKeys(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<ApiKeyList> {
    return this.keys.list(ctx, me);
  }

  @Post()
  @Creates(MadeApiKey)
  createApiKey(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewApiKey }) body: NewApiKey,
  ): Promise<MadeApiKey> {
    return this.keys.create(ctx, me, body);
  }

  @Delete(':id')
  @Answers(ApiKey)
  revokeApiKey(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<ApiKey> {
    return this.keys.revoke(ctx, me, id);
  }
}
