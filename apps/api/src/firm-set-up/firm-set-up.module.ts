import { Module } from '@nestjs/common';
import { FirmSetUpController } from './firm-set-up.controller.ts';
import { FirmSetUpService } from './firm-set-up.service.ts';
import { FirstStepsController } from './first-steps.controller.ts';
import { FirstStepsService } from './first-steps.service.ts';

@Module({
  controllers: [FirmSetUpController, FirstStepsController],
  providers: [FirmSetUpService, FirstStepsService],
})
export class FirmSetUpModule {}
