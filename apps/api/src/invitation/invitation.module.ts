import { Module } from '@nestjs/common';
import { InvitationController } from './invitation.controller.ts';
import { InvitationService } from './invitation.service.ts';
import { InvitationAcceptService } from './invitation-accept.service.ts';
import { InvitationPageController } from './invitation-page.controller.ts';

@Module({
  controllers: [InvitationController, InvitationPageController],
  providers: [InvitationService, InvitationAcceptService],
})
export class InvitationModule {}
