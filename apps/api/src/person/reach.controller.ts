import { Body, Controller, Delete, Patch, Post, Query } from '@nestjs/common';
import { VersionQuery } from '@rap/contracts/paging';
import { NewEmail, NewPhone, Person, ReachChanges } from '@rap/contracts/person';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { PersonService } from './person.service.ts';

/** The addresses and numbers of a person, one by one. */
@Controller()
export class ReachController {
  private readonly people: PersonService;

  constructor(people: PersonService) {
    this.people = people;
  }

  @Post('people/:id/emails')
  @Answers(Person)
  addEmail(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: NewEmail }) body: NewEmail,
  ): Promise<Person> {
    return this.people.addEmail(ctx, me, id, body);
  }

  @Patch('emails/:id')
  @Answers(Person)
  changeEmail(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: ReachChanges }) body: ReachChanges,
  ): Promise<Person> {
    return this.people.changeEmail(ctx, me, id, body);
  }

  @Delete('emails/:id')
  @Answers(Person)
  removeEmail(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<Person> {
    return this.people.removeEmail(ctx, me, id, query.version);
  }

  @Post('people/:id/phones')
  @Answers(Person)
  addPhone(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: NewPhone }) body: NewPhone,
  ): Promise<Person> {
    return this.people.addPhone(ctx, me, id, body);
  }

  @Patch('phones/:id')
  @Answers(Person)
  changePhone(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: ReachChanges }) body: ReachChanges,
  ): Promise<Person> {
    return this.people.changePhone(ctx, me, id, body);
  }

  @Delete('phones/:id')
  @Answers(Person)
  removePhone(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<Person> {
    return this.people.removePhone(ctx, me, id, query.version);
  }
}
