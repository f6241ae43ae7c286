import { Controller, Get, Query, type Type } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { EntityTarget } from 'typeorm';
import { RecordVersion } from '@rap/contracts/history';
import { PageQuery, pageOf, type Page } from '@rap/contracts/paging';
import { ClientEntity } from '@rap/database/client/client.entity';
import { DocumentRequestEntity } from '@rap/database/document-request/document-request';
import { HouseholdEntity } from '@rap/database/household/household';
import { LeadEntity, LeadSourceEntity } from '@rap/database/lead/lead.entity';
import { MeetingEntity } from '@rap/database/meeting/meeting.entity';
import { NoteEntity } from '@rap/database/note/note.entity';
import { PersonEntity } from '@rap/database/person/person.entity';
import { recordHistory } from '@rap/database/records/record-history';
import type { RecordEntity } from '@rap/database/records/record-entity';
import { findRecord } from '@rap/database/records/write-record';
import { TemplateEntity } from '@rap/database/template/template.entity';
import { TagEntity } from '@rap/database/tag/tag.entity';
import { TaskEntity } from '@rap/database/task/task.entity';
import type { FirmContext } from '@rap/database/tenancy/context';
import type { Ability } from '@rap/domain/policy/abilities';
import { Answers, Id } from '../http/answers.ts';
import { authorise } from '../http/authorise.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { notFound } from '../http/problem-error.ts';
import { presentVersion } from './present-version.ts';

const RecordVersionPage = pageOf(RecordVersion, 'RecordVersionPage');

interface Kept {
  readonly collection: string;
  readonly operationId: string;
  readonly what: string;
  readonly entity: EntityTarget<RecordEntity>;
  readonly ability: Ability;
}

/** Who may read a record may read what it was, deleted ones too. */
const KEPT: readonly Kept[] = [
  {
    collection: 'templates',
    operationId: 'versionsOfTemplate',
    what: 'template',
    entity: TemplateEntity,
    ability: 'template.read',
  },
  {
    collection: 'people',
    operationId: 'versionsOfPerson',
    what: 'person',
    entity: PersonEntity,
    ability: 'person.read',
  },
  {
    collection: 'leads',
    operationId: 'versionsOfLead',
    what: 'lead',
    entity: LeadEntity,
    ability: 'lead.read',
  },
  {
    collection: 'lead-sources',
    operationId: 'versionsOfLeadSource',
    what: 'lead source',
    entity: LeadSourceEntity,
    ability: 'lead.read',
  },
  {
    collection: 'clients',
    operationId: 'versionsOfClient',
    what: 'client',
    entity: ClientEntity,
    ability: 'person.read',
  },
  {
    collection: 'households',
    operationId: 'versionsOfHousehold',
    what: 'household',
    entity: HouseholdEntity,
    ability: 'person.read',
  },
  {
    collection: 'tasks',
    operationId: 'versionsOfTask',
    what: 'task',
    entity: TaskEntity,
    ability: 'task.read',
  },
  {
    collection: 'notes',
    operationId: 'versionsOfNote',
    what: 'note',
    entity: NoteEntity,
    ability: 'person.read',
  },
  {
    collection: 'tags',
    operationId: 'versionsOfTag',
    what: 'tag',
    entity: TagEntity,
    ability: 'person.read',
  },
  {
    collection: 'meetings',
    operationId: 'versionsOfMeeting',
    what: 'meeting',
    entity: MeetingEntity,
    ability: 'person.read',
  },
  {
    collection: 'document-requests',
    operationId: 'versionsOfDocumentRequest',
    what: 'document request',
    entity: DocumentRequestEntity,
    ability: 'person.read',
  },
];

export const historyControllers: Type[] = KEPT.map(historyController);

function historyController({ collection, operationId, what, entity, ability }: Kept): Type {
  @Controller(collection)
  @ApiTags('History')
  class HistoryController {
    @Get(':id/versions')
    @ApiOperation({ operationId })
    @Answers(RecordVersionPage)
    async versions(
      @Ctx() ctx: FirmContext,
      @Me() me: Principal,
      @Id() id: string,
      @Query({ schema: PageQuery }) { limit, after }: PageQuery,
    ): Promise<Page<RecordVersion>> {
      authorise(me, ability);
      if (!(await findRecord(ctx, entity, id, { withDeleted: true }))) throw notFound(what);
      const { versions, next } = await recordHistory(ctx, entity, id, limit, readCursor(after));
      return { items: versions.map(presentVersion), next: next ? writeCursor(next) : null };
    }
  }
  return HistoryController;
}
