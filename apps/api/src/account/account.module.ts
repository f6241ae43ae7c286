import { Module } from '@nestjs/common';
import { PasswordController } from './password.controller.ts';
import { PasswordService } from './password.service.ts';
import { ResetController } from './reset.controller.ts';
import { ResetPageController } from './reset-page.controller.ts';
import { ResetService } from './reset.service.ts';

@Module({
  controllers: [PasswordController, ResetController, ResetPageController],
  providers: [PasswordService, ResetService],
})
export class AccountModule {}
