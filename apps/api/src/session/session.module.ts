import { Module } from '@nestjs/common';
import { ForcedSetUpController } from './forced-set-up.controller.ts';
import { ForcedSetUpService } from './forced-set-up.service.ts';
import { SessionController } from './session.controller.ts';
import { SessionService } from './session.service.ts';
import { SignInService } from './sign-in.service.ts';

@Module({
  controllers: [SessionController, ForcedSetUpController],
  providers: [SessionService, SignInService, ForcedSetUpService],
  exports: [SignInService],
})
export class SessionModule {}
