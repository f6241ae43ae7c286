import { Module } from '@nestjs/common';
import { ProposalController } from './proposal.controller.ts';
import { ProposalService } from './proposal.service.ts';

@Module({ controllers: [ProposalController], providers: [ProposalService] })
export class ProposalModule {}
