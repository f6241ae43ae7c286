import { Body, Controller, Delete, Get, Param, Patch, Post, Query, SerializeOptions } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { pageOf, type Page } from '@rap/contracts/paging';
import { NewPerson, PeopleQuery, Person, PersonChanges } from '@rap/contracts/person';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { PersonService } from './person.service.ts';

const PeoplePage = pageOf(Person, 'PeoplePage');
const Version = z.object({ version: z.coerce.number().int().positive() });

@Controller('people')
export class PersonController {
  private readonly people: PersonService;

  constructor(people: PersonService) {
    this.people = people;
  }

  @Post()
  @SerializeOptions({ schema: Person })
  @ApiCreatedResponse({ standardSchema: Person })
  createPerson(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewPerson }) body: NewPerson,
  ): Promise<Person> {
    return this.people.create(ctx, me, body);
  }

  @Get()
  @SerializeOptions({ schema: PeoplePage })
  @ApiOkResponse({ standardSchema: PeoplePage })
  listPeople(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: PeopleQuery }) query: PeopleQuery,
  ): Promise<Page<Person>> {
    return this.people.list(ctx, me, query);
  }

  @Get(':id')
  @SerializeOptions({ schema: Person })
  @ApiOkResponse({ standardSchema: Person })
  getPerson(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Param('id', { schema: z.uuid() }) id: string,
  ): Promise<Person> {
    return this.people.get(ctx, me, id);
  }

  @Patch(':id')
  @SerializeOptions({ schema: Person })
  @ApiOkResponse({ standardSchema: Person })
  changePerson(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: PersonChanges }) body: PersonChanges,
  ): Promise<Person> {
    return this.people.change(ctx, me, id, body);
  }

  @Delete(':id')
  @SerializeOptions({ schema: Person })
  @ApiOkResponse({ standardSchema: Person })
  deletePerson(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: Version }) query: z.infer<typeof Version>,
  ): Promise<Person> {
    return this.people.remove(ctx, me, id, query.version);
  }

  @Post(':id/restore')
  @SerializeOptions({ schema: Person })
  @ApiCreatedResponse({ standardSchema: Person })
  restorePerson(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: Version }) query: z.infer<typeof Version>,
  ): Promise<Person> {
    return this.people.restore(ctx, me, id, query.version);
  }
}
