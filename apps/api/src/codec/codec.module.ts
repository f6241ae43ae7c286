import { Module } from '@nestjs/common';
import { EncryptionCodec, loadCodecKeys } from '@rap/providers/temporal/codec';
import type { Settings } from '../settings.ts';
import { CODEC, SETTINGS } from '../tokens.ts';
import { CodecController } from './codec.controller.ts';
import { CodecService } from './codec.service.ts';

@Module({
  controllers: [CodecController],
  providers: [
    CodecService,
    {
      provide: CODEC,
      inject: [SETTINGS],
      useFactory: async ({ KEYS_DIR }: Settings) => new EncryptionCodec(await loadCodecKeys(KEYS_DIR)),
    },
  ],
})
export class CodecModule {}
