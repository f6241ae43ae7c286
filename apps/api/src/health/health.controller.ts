import { Controller, Get, HttpStatus, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Client } from '@temporalio/client';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { readiness, type Readiness } from '@rap/providers/operations/readiness';
import { Public } from '../http/edge.ts';
import { TEMPORAL } from '../tokens.ts';
import { partsOf } from './parts.ts';

/** Live is not ready: a process that waits for its database is alive and serves nobody. */
@Controller('health')
@ApiExcludeController()
@Public()
export class HealthController {
  private readonly dataSource: DataSource;
  private readonly temporal: Client;

  constructor(dataSource: DataSource, @Inject(TEMPORAL) temporal: Client) {
    this.dataSource = dataSource;
    this.temporal = temporal;
  }

  @Get('live')
  live(): { live: true } {
    return { live: true };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const state = await readiness(partsOf(this.dataSource, this.temporal));
    if (!state.ready) reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return state;
  }
}
