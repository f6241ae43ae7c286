import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Public } from '../http/edge.ts';

/** Live is not ready: a process that waits for its database is alive and serves nobody. */
@Controller('health')
@ApiExcludeController()
@Public()
export class HealthController {
  private readonly dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.dataSource = dataSource;
  }

  @Get('live')
  live(): { live: true } {
    return { live: true };
  }

  @Get('ready')
  async ready(): Promise<{ ready: true }> {
    try {
      await this.dataSource.query(`select 1`);
    } catch {
      throw new ServiceUnavailableException();
    }
    return { ready: true };
  }
}
