import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { edgeOf, isOutsideKey, isPublicKey } from './edge.ts';

/** One transaction a request; the answer leaves after its commit. */
@Injectable()
export class TransactionInterceptor implements NestInterceptor {
  private readonly reflector: Reflector;
  private readonly db: TenantDb;

  constructor(reflector: Reflector, db: TenantDb) {
    this.reflector = reflector;
    this.db = db;
  }

  intercept(host: ExecutionContext, next: CallHandler): Observable<unknown> {
    const targets = [host.getHandler(), host.getClass()];
    const without = [isOutsideKey, isPublicKey].some((key) =>
      this.reflector.getAllAndOverride<boolean>(key, targets),
    );
    const edge = edgeOf(host.switchToHttp().getRequest<FastifyRequest>());
    if (without || !edge.principal) return next.handle();
    const { who } = edge.principal;
    return from(
      this.db.run(who, (ctx) => {
        edge.ctx = ctx;
        return lastValueFrom(next.handle(), { defaultValue: undefined });
      }),
    );
  }
}
