import { Module } from '@nestjs/common';
import { SessionController } from './session.controller.ts';
import { SessionService } from './session.service.ts';
import { SignInService } from './sign-in.service.ts';

@Module({
  controllers: [SessionController],
  providers: [SessionService, SignInService],
  exports: [SignInService],
})
export class SessionModule {}
