import { Body, Controller, Post } from '@nestjs/common';
import { Erasure, NewErasure } from '@rap/contracts/erasure';
import { Answers, Id } from '../http/answers.ts';
import { Operator, OperatorMe, type OperatorPrincipal } from '../http/edge.ts';
import { ErasureService } from './erasure.service.ts';

@Controller('operator/firms')
@Operator()
export class ErasureController {
  private readonly erasures: ErasureService;

  constructor(erasures: ErasureService) {
    this.erasures = erasures;
  }

  @Post(':id/erasure')
  @Answers(Erasure)
  eraseFirm(
    @OperatorMe() me: OperatorPrincipal,
    @Id() id: string,
    @Body({ schema: NewErasure }) body: NewErasure,
  ): Promise<Erasure> {
    return this.erasures.erase(me, id, body);
  }
}
