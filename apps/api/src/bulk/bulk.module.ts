import { Module } from '@nestjs/common';
import { LeadModule } from '../lead/lead.module.ts';
import { PersonModule } from '../person/person.module.ts';
import { TagModule } from '../tag/tag.module.ts';
import { TaskModule } from '../task/task.module.ts';
import { BulkController } from './bulk.controller.ts';
import { BulkService } from './bulk.service.ts';

@Module({
  imports: [LeadModule, PersonModule, TagModule, TaskModule],
  controllers: [BulkController],
  providers: [BulkService],
})
export class BulkModule {}
