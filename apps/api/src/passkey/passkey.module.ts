import { Module } from '@nestjs/common';
import { SessionModule } from '../session/session.module.ts';
import { PasskeySignInController } from './passkey-sign-in.controller.ts';
import { PasskeySignInService } from './passkey-sign-in.service.ts';
import { PasskeyController } from './passkey.controller.ts';
import { PasskeyService } from './passkey.service.ts';

@Module({
  imports: [SessionModule],
  controllers: [PasskeySignInController, PasskeyController],
  providers: [PasskeySignInService, PasskeyService],
})
export class PasskeyModule {}
