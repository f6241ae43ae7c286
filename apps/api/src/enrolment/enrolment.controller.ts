import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import {
  Delivery,
  DeliveryList,
  Enrolment,
  EnrolmentList,
  EnrolmentQuery,
  RunControl,
  RunControlled,
  Why,
  WhyQuery,
} from '@rap/contracts/automation/http';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Id } from '../http/answers.ts';
import { Ctx, Me, Outside, type Principal } from '../http/edge.ts';
import { EnrolmentService } from './enrolment.service.ts';

@Controller()
export class EnrolmentController {
  private readonly enrolments: EnrolmentService;

  constructor(enrolments: EnrolmentService) {
    this.enrolments = enrolments;
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

  @Post('enrolments/:id/controls')
  @Outside()
  @Answers(RunControlled)
  controlEnrolment(
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: RunControl }) body: RunControl,
  ): Promise<{ n: number }> {
    return this.enrolments.control(me, id, body);
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
