import { Body, Controller, Headers, Post } from '@nestjs/common';
import { CodecPayloads } from '@rap/contracts/codec';
import { Answers } from '../http/answers.ts';
import { Operator, OperatorMe, type OperatorPrincipal } from '../http/edge.ts';
import { CodecService } from './codec.service.ts';

@Controller('operator/codec')
export class CodecController {
  private readonly codec: CodecService;

  constructor(codec: CodecService) {
    this.codec = codec;
  }

  @Post('decode')
  @Operator()
  @Answers(CodecPayloads)
  decodePayloads(
    @OperatorMe() me: OperatorPrincipal,
    @Headers('origin') origin: string | undefined,
    @Body({ schema: CodecPayloads }) body: CodecPayloads,
  ): Promise<CodecPayloads> {
    return this.codec.decode(me, origin, body);
  }
}
