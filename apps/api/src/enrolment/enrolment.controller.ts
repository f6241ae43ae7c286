import { Body, Controller, Get, Param, Post, Query, SerializeOptions } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
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
import { Ctx, Me, Outside, type Principal } from '../http/edge.ts';
import { EnrolmentService } from './enrolment.service.ts';

const Id = z.uuid();

@Controller()
export class EnrolmentController {
  private readonly enrolments: EnrolmentService;

  constructor(enrolments: EnrolmentService) {
    this.enrolments = enrolments;
  }

  @Get('enrolments')
  @SerializeOptions({ schema: EnrolmentList })
  @ApiOkResponse({ standardSchema: EnrolmentList })
  listEnrolments(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: EnrolmentQuery }) query: EnrolmentQuery,
  ): Promise<{ items: Enrolment[] }> {
    return this.enrolments.list(ctx, me, query.personId);
  }

  @Get('enrolments/:id')
  @SerializeOptions({ schema: Enrolment })
  @ApiOkResponse({ standardSchema: Enrolment })
  getEnrolment(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Param('id', { schema: Id }) id: string,
  ): Promise<Enrolment> {
    return this.enrolments.get(ctx, me, id);
  }

  @Get('enrolments/:id/why')
  @SerializeOptions({ schema: Why })
  @ApiOkResponse({ standardSchema: Why })
  explainEnrolment(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: WhyQuery }) query: WhyQuery,
  ): Promise<Why> {
    return this.enrolments.why(ctx, me, id, query.step);
  }

  @Post('enrolments/:id/controls')
  @Outside()
  @SerializeOptions({ schema: RunControlled })
  @ApiCreatedResponse({ standardSchema: RunControlled })
  controlEnrolment(
    @Me() me: Principal,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: RunControl }) body: RunControl,
  ): Promise<{ n: number }> {
    return this.enrolments.control(me, id, body);
  }

  @Get('deliveries')
  @SerializeOptions({ schema: DeliveryList })
  @ApiOkResponse({ standardSchema: DeliveryList })
  listDeliveries(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: EnrolmentQuery }) query: EnrolmentQuery,
  ): Promise<{ items: Delivery[] }> {
    return this.enrolments.deliveries(ctx, me, query.personId);
  }
}
