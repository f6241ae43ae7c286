import { Module } from '@nestjs/common';
import { SecondFactorController } from './second-factor.controller.ts';
import { SecondFactorService } from './second-factor.service.ts';
import { SwitchOffController } from './switch-off.controller.ts';
import { SwitchOffService } from './switch-off.service.ts';

@Module({
  controllers: [SecondFactorController, SwitchOffController],
  providers: [SecondFactorService, SwitchOffService],
})
export class SecondFactorModule {}
