import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import {
  AttentionQuery,
  BulkControlled,
  BulkWish,
  Delivery,
  DeliveryList,
  Enrolment,
  EnrolmentList,
  EnrolmentQuery,
  Entrances,
  EntryQuery,
  NeedingAttention,
  Passed,
  PassedQuery,
  PeopleInsideQuery,
  PeoplePassedQuery,
  PersonInside,
  PersonPassed,
  Receipt,
  ReceiptList,
  RunControlled,
  RunWish,
  Why,
  WhyQuery,
} from '@rap/contracts/automation/enrolment-http';
import { EnrolByHand, EnrolledByHand } from '@rap/contracts/automation/http';
import { pageOf, type Page } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Id } from '../http/answers.ts';
import { Ctx, Me, Outside, type Principal } from '../http/edge.ts';
import { EnrolmentService } from './enrolment.service.ts';
import { EntryService } from './entry.service.ts';
import { RunControlService } from './run-control.service.ts';

const AttentionPage = pageOf(NeedingAttention, 'AttentionPage');
const PeoplePassedPage = pageOf(PersonPassed, 'PeoplePassedPage');
const PeopleInsidePage = pageOf(PersonInside, 'PeopleInsidePage');

@Controller()
export class EnrolmentController {
  private readonly enrolments: EnrolmentService;
  private readonly entries: EntryService;
  private readonly runs: RunControlService;

  constructor(enrolments: EnrolmentService, entries: EntryService, runs: RunControlService) {
    this.enrolments = enrolments;
    this.entries = entries;
    this.runs = runs;
  }

  @Get('enrolments')
  @Answers(EnrolmentList)
  listEnrolments(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: EnrolmentQuery }) query: EnrolmentQuery,
  ): Promise<{ items: Enrolment[] }> {
    return this.enrolments.list(ctx, me, query.personId);
  }

  @Get('enrolments/:id')
  @Answers(Enrolment)
  getEnrolment(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<Enrolment> {
    return this.enrolments.get(ctx, me, id);
  }

  @Get('enrolments/:id/why')
  @Answers(Why)
  explainEnrolment(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: WhyQuery }) query: WhyQuery,
  ): Promise<Why> {
    return this.enrolments.why(ctx, me, id, query.step);
  }

  @Get('enrolments/:id/steps')
  @Answers(ReceiptList)
  listReceipts(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
  ): Promise<{ items: Receipt[] }> {
    return this.enrolments.receipts(ctx, me, id);
  }

  @Post('enrolments/:id/controls')
  @Outside()
  @Answers(RunControlled)
  controlEnrolment(
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: RunWish }) body: RunWish,
  ): Promise<RunControlled> {
    return this.runs.control(me, id, body);
  }

  @Get('needs-attention')
  @Answers(AttentionPage)
  listNeedsAttention(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: AttentionQuery }) query: AttentionQuery,
  ): Promise<Page<NeedingAttention>> {
    return this.enrolments.attention(ctx, me, query);
  }

  @Post('needs-attention/controls')
  @Outside()
  @Answers(BulkControlled)
  controlMany(@Me() me: Principal, @Body({ schema: BulkWish }) body: BulkWish): Promise<BulkControlled> {
    return this.runs.bulk(me, body);
  }

  @Get('automations/:id/people')
  @Answers(PeopleInsidePage)
  listPeopleInside(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: PeopleInsideQuery }) query: PeopleInsideQuery,
  ): Promise<Page<PersonInside>> {
    return this.enrolments.inside(ctx, me, id, query);
  }

  @Get('automations/:id/passed')
  @Answers(Passed)
  passedByStep(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: PassedQuery }) query: PassedQuery,
  ): Promise<Passed> {
    return this.enrolments.passed(ctx, me, id, query.days);
  }

  @Get('automations/:id/passed/people')
  @Answers(PeoplePassedPage)
  listPeoplePassed(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: PeoplePassedQuery }) query: PeoplePassedQuery,
  ): Promise<Page<PersonPassed>> {
    return this.enrolments.peoplePassed(ctx, me, id, query);
  }

  @Post('automations/:id/enrolments')
  @Answers(EnrolledByHand)
  enrolByHand(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: EnrolByHand }) body: EnrolByHand,
  ): Promise<EnrolledByHand> {
    return this.entries.enrol(ctx, me, id, body);
  }

  @Get('people/:id/entry')
  @Answers(Why)
  explainEntry(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: EntryQuery }) query: EntryQuery,
  ): Promise<Why> {
    return this.entries.why(ctx, me, id, query.automationId);
  }

  @Get('people/:id/entrances')
  @Answers(Entrances)
  entrancesOfPerson(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<Entrances> {
    return this.entries.entrances(ctx, me, id);
  }

  @Get('deliveries')
  @Answers(DeliveryList)
  listDeliveries(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: EnrolmentQuery }) query: EnrolmentQuery,
  ): Promise<{ items: Delivery[] }> {
    return this.enrolments.deliveries(ctx, me, query.personId);
  }
}
