import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import {
  DocumentRequest,
  DocumentRequestsQuery,
  NewDocumentRequest,
  DocumentRequestChanges,
} from '@rap/contracts/document-request';
import { pageOf, type Page, VersionQuery, VersionSeen } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { DocumentRequestService } from './document-request.service.ts';

const DocumentRequestPage = pageOf(DocumentRequest, 'DocumentRequestPage');

@Controller('document-requests')
export class DocumentRequestController {
  private readonly documentRequests: DocumentRequestService;

  constructor(documentRequests: DocumentRequestService) {
    this.documentRequests = documentRequests;
  }

  @Post()
  @Creates(DocumentRequest)
  createDocumentRequest(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewDocumentRequest }) body: NewDocumentRequest,
  ): Promise<DocumentRequest> {
    return this.documentRequests.create(ctx, me, body);
  }

  @Get()
  @Answers(DocumentRequestPage)
  listDocumentRequests(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: DocumentRequestsQuery }) query: DocumentRequestsQuery,
  ): Promise<Page<DocumentRequest>> {
    return this.documentRequests.list(ctx, me, query);
  }

  @Get(':id')
  @Answers(DocumentRequest)
  getDocumentRequest(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
  ): Promise<DocumentRequest> {
    return this.documentRequests.get(ctx, me, id);
  }

  @Patch(':id')
  @Answers(DocumentRequest)
  changeDocumentRequest(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: DocumentRequestChanges }) body: DocumentRequestChanges,
  ): Promise<DocumentRequest> {
    return this.documentRequests.change(ctx, me, id, body);
  }

  @Post(':id/receive')
  @Answers(DocumentRequest)
  receiveDocument(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<DocumentRequest> {
    return this.documentRequests.settle(ctx, me, id, 'received', body.version);
  }

  @Post(':id/waive')
  @Answers(DocumentRequest)
  waiveDocument(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<DocumentRequest> {
    return this.documentRequests.settle(ctx, me, id, 'waived', body.version);
  }

  @Delete(':id')
  @Answers(DocumentRequest)
  deleteDocumentRequest(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<DocumentRequest> {
    return this.documentRequests.remove(ctx, me, id, query.version);
  }

  @Post(':id/restore')
  @Answers(DocumentRequest)
  restoreDocumentRequest(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<DocumentRequest> {
    return this.documentRequests.restore(ctx, me, id, query.version);
  }
}
