import { Module } from '@nestjs/common';
import { PersonController } from './person.controller.ts';
import { ReachController } from './reach.controller.ts';
import { PersonService } from './person.service.ts';

@Module({
  controllers: [PersonController, ReachController],
  providers: [PersonService],
  exports: [PersonService],
})
export class PersonModule {}
