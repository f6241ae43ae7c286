import { Controller, Post } from '@nestjs/common';
import { DomainCheck } from '@rap/contracts/domain-check';
import { Answers } from '../http/answers.ts';
import { Me, Outside, type Principal } from '../http/edge.ts';
import { DomainCheckService } from './domain-check.service.ts';

/** What the DNS tells receivers of the firm's mail. */
@Controller('sending-rules/domain-check')
export class DomainCheckController {
  private readonly checks: DomainCheckService;

  constructor(checks: DomainCheckService) {
    this.checks = checks;
  }

  @Post()
  @Outside()
  @Answers(DomainCheck)
  checkSenderDomain(@Me() me: Principal): Promise<DomainCheck> {
    return this.checks.check(me);
  }
}
