import { Body, Controller, Post } from '@nestjs/common';
import { NewTemplateTest, TemplateTest } from '@rap/contracts/template';
import { Creates } from '../http/answers.ts';
import { Me, Outside, PeopleOnly, type Principal } from '../http/edge.ts';
import { TemplateTestService } from './template-test.service.ts';

/** Words as they arrive in one's own mailbox. */
@Controller('template-tests')
@PeopleOnly()
export class TemplateTestController {
  private readonly tests: TemplateTestService;

  constructor(tests: TemplateTestService) {
    this.tests = tests;
  }

  @Post()
  @Outside()
  @Creates(TemplateTest)
  testTemplate(
    @Me() me: Principal,
    @Body({ schema: NewTemplateTest }) body: NewTemplateTest,
  ): Promise<TemplateTest> {
    return this.tests.send(me, body);
  }
}
