import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { pageOf, type Page, VersionQuery } from '@rap/contracts/paging';
import {
  NewPerson,
  PeopleQuery,
  Person,
  PersonChanges,
  PersonNames,
  PersonNamesQuery,
} from '@rap/contracts/person';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { PersonService } from './person.service.ts';

const PeoplePage = pageOf(Person, 'PeoplePage');

@Controller('people')
export class PersonController {
  private readonly people: PersonService;

  constructor(people: PersonService) {
    this.people = people;
  }

  @Post()
  @Creates(Person)
  createPerson(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewPerson }) body: NewPerson,
  ): Promise<Person> {
    return this.people.create(ctx, me, body);
  }

  @Get()
  @Answers(PeoplePage)
  listPeople(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: PeopleQuery }) query: PeopleQuery,
  ): Promise<Page<Person>> {
    return this.people.list(ctx, me, query);
  }

  @Get('names')
  @Answers(PersonNames)
  namesOfPeople(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: PersonNamesQuery }) query: PersonNamesQuery,
  ): Promise<PersonNames> {
    return this.people.names(ctx, me, query.ids);
  }

  @Get(':id')
  @Answers(Person)
  getPerson(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<Person> {
    return this.people.get(ctx, me, id);
  }

  @Patch(':id')
  @Answers(Person)
  changePerson(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: PersonChanges }) body: PersonChanges,
  ): Promise<Person> {
    return this.people.change(ctx, me, id, body);
  }

  @Delete(':id')
  @Answers(Person)
  deletePerson(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<Person> {
    return this.people.remove(ctx, me, id, query.version);
  }

  @Post(':id/restore')
  @Answers(Person)
  restorePerson(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<Person> {
    return this.people.restore(ctx, me, id, query.version);
  }
}
