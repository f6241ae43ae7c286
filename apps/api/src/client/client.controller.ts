import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { Client, ClientsQuery, NewClient, ClientChanges } from '@rap/contracts/client';
import { pageOf, type Page, VersionQuery } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { ClientService } from './client.service.ts';

const ClientPage = pageOf(Client, 'ClientPage');

@Controller('clients')
export class ClientController {
  private readonly clients: ClientService;

  constructor(clients: ClientService) {
    this.clients = clients;
  }

  @Post()
  @Creates(Client)
  createClient(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewClient }) body: NewClient,
  ): Promise<Client> {
    return this.clients.create(ctx, me, body);
  }

  @Get()
  @Answers(ClientPage)
  listClients(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: ClientsQuery }) query: ClientsQuery,
  ): Promise<Page<Client>> {
    return this.clients.list(ctx, me, query);
  }

  @Get(':id')
  @Answers(Client)
  getClient(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<Client> {
    return this.clients.get(ctx, me, id);
  }

  @Patch(':id')
  @Answers(Client)
  changeClient(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: ClientChanges }) body: ClientChanges,
  ): Promise<Client> {
    return this.clients.change(ctx, me, id, body);
  }

  @Delete(':id')
  @Answers(Client)
  deleteClient(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<Client> {
    return this.clients.remove(ctx, me, id, query.version);
  }

  @Post(':id/restore')
  @Answers(Client)
  restoreClient(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<Client> {
    return this.clients.restore(ctx, me, id, query.version);
  }
}
