import { Module } from '@nestjs/common';
import type { Client } from '@temporalio/client';
import { FirmEraser } from '@rap/database/erasure/firm-eraser';
import { FirmKeys } from '@rap/database/sealing/firm-keys';
import { endFirmWorkflows } from '@rap/providers/temporal/end-firm';
import type { Settings } from '../settings.ts';
import { ERASER, SETTINGS, TEMPORAL } from '../tokens.ts';
import { ErasureController } from './erasure.controller.ts';
import { END_RUNS, ErasureService, type EndRuns } from './erasure.service.ts';

@Module({
  controllers: [ErasureController],
  providers: [
    ErasureService,
    { provide: ERASER, inject: [SETTINGS, FirmKeys], useFactory: eraserOf },
    {
      provide: END_RUNS,
      inject: [TEMPORAL],
      useFactory:
        (client: Client): EndRuns =>
        (firmId) =>
          endFirmWorkflows(client, firmId),
    },
  ],
})
export class ErasureModule {}

/** Null when the API is not given the owner's connection: then only the script erases. */
function eraserOf({ DATABASE_OWNER_URL, EXPORTS_DIR }: Settings, keys: FirmKeys): FirmEraser | null {
  return DATABASE_OWNER_URL && EXPORTS_DIR ? new FirmEraser(DATABASE_OWNER_URL, EXPORTS_DIR, keys) : null;
}
