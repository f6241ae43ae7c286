import { Inject, Injectable } from '@nestjs/common';
import type { Erasure, NewErasure } from '@rap/contracts/erasure';
import type { Erased } from '@rap/database/erasure/erase-firm';
import { FirmEraser } from '@rap/database/erasure/firm-eraser';
import { SecondFactor } from '@rap/database/identity/second-factor';
import type { OperatorPrincipal } from '../http/edge.ts';
import { invalid, notFound, ProblemError } from '../http/problem-error.ts';
import { proveCode } from '../http/prove-code.ts';
import { ERASER } from '../tokens.ts';

/** Ends a firm's workflows; answers how many. */
export type EndRuns = (firmId: string) => Promise<{ ended: number }>;
export const END_RUNS = Symbol('ends the workflows of a firm');

/** Erases a firm for good. The guard has let in an operator of the platform; a fresh code of theirs is asked for besides. */
@Injectable()
export class ErasureService {
  private readonly eraser: FirmEraser | null;
  private readonly secondFactor: SecondFactor;
  private readonly endRuns: EndRuns;

  constructor(
    @Inject(ERASER) eraser: FirmEraser | null,
    secondFactor: SecondFactor,
    @Inject(END_RUNS) endRuns: EndRuns,
  ) {
    this.eraser = eraser;
    this.secondFactor = secondFactor;
    this.endRuns = endRuns;
  }

  async erase(me: OperatorPrincipal, firmId: string, { confirm, code }: NewErasure): Promise<Erasure> {
    if (!this.eraser) {
      throw new ProblemError(409, 'not_set_up', 'This installation does not erase firms by the API', {
        detail: 'Use npm run firm:erase, or set DATABASE_OWNER_URL and EXPORTS_DIR for the API.',
      });
    }
    await proveCode(this.secondFactor, me.identityId, code);
    let workflowsEnded = 0;
    const erased = await this.eraser.erase({
      firmId,
      confirm,
      actor: me.actor,
      correlationId: me.correlationId,
      endRuns: async () => {
        workflowsEnded = (await this.endRuns(firmId)).ended;
      },
    });
    return shown(erased, workflowsEnded);
  }
}

function shown(erased: Erased, workflowsEnded: number): Erasure {
  switch (erased.outcome) {
    case 'no_such_firm':
      throw notFound('firm');
    case 'not_confirmed':
      throw invalid([
        {
          field: 'confirm',
          code: 'not_the_name',
          message: 'This is not the name of the firm.',
          fix: `Type ${erased.name}`,
        },
      ]);
    case 'refused':
      throw new ProblemError(409, erased.refusal.code, 'This firm may not be erased', {
        detail: erased.refusal.words,
      });
    default: {
      const { outcome, certificate, exportFolder } = erased;
      const { erasedAt, rows, exportSha256 } = certificate;
      return {
        outcome,
        erasedAt: erasedAt.toISOString(),
        rows: { ...rows },
        exportSha256,
        exportFolder: exportFolder ?? null,
        workflowsEnded,
      };
    }
  }
}
