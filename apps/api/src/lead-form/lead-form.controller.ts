import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import {
  ConsentWording,
  FormSubmissionRecord,
  FormSubmissionsQuery,
  LeadForm,
  LeadFormChanges,
  NewLeadForm,
} from '@rap/contracts/lead-form';
import { PageQuery, pageOf, type Page } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { LeadFormService } from './lead-form.service.ts';

const LeadFormPage = pageOf(LeadForm, 'LeadFormPage');
const WordingList = z.object({ items: z.array(ConsentWording) }).meta({ id: 'ConsentWordingList' });
const SubmissionPage = pageOf(FormSubmissionRecord, 'FormSubmissionPage');

/** The forms that the firm shows to the public, and what came by them. */
@Controller()
export class LeadFormController {
  private readonly forms: LeadFormService;

  constructor(forms: LeadFormService) {
    this.forms = forms;
  }

  @Get('lead-forms')
  @Answers(LeadFormPage)
  listLeadForms(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: PageQuery }) query: PageQuery,
  ): Promise<Page<LeadForm>> {
    return this.forms.list(ctx, me, query);
  }

  @Post('lead-forms')
  @Creates(LeadForm)
  createLeadForm(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewLeadForm }) body: NewLeadForm,
  ): Promise<LeadForm> {
    return this.forms.create(ctx, me, body);
  }

  @Get('lead-forms/:id')
  @Answers(LeadForm)
  getLeadForm(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<LeadForm> {
    return this.forms.get(ctx, me, id);
  }

  @Patch('lead-forms/:id')
  @Answers(LeadForm)
  changeLeadForm(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: LeadFormChanges }) body: LeadFormChanges,
  ): Promise<LeadForm> {
    return this.forms.change(ctx, me, id, body);
  }

  @Get('lead-forms/:id/wordings')
  @Answers(WordingList)
  listConsentWordings(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
  ): Promise<{ items: ConsentWording[] }> {
    return this.forms.wordings(ctx, me, id);
  }

  @Get('form-submissions')
  @Answers(SubmissionPage)
  listFormSubmissions(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: FormSubmissionsQuery }) query: FormSubmissionsQuery,
  ): Promise<Page<FormSubmissionRecord>> {
    return this.forms.submissions(ctx, me, query);
  }
}
