import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../data-source.ts';
import type { FirmKeys } from '../sealing/firm-keys.ts';
import { systemClock, TenantDb, type Clock } from '../tenancy/tenant-db.ts';
import { eraseFirm, type Erased, type ErasureRequest } from './erase-firm.ts';

/** Erases firms, for the script and for the API: opens the connection of the tables' owner for one erasure and closes it. */
export class FirmEraser {
  private readonly ownerUrl: string;
  private readonly exportsFolder: string;
  private readonly keys: FirmKeys;
  private readonly clock: Clock;

  constructor(ownerUrl: string, exportsFolder: string, keys: FirmKeys, clock: Clock = systemClock) {
    this.ownerUrl = ownerUrl;
    this.exportsFolder = exportsFolder;
    this.keys = keys;
    this.clock = clock;
  }

  async erase(request: Omit<ErasureRequest, 'exportsFolder'>): Promise<Erased> {
    const dataSource = await new DataSource(dataSourceOptions(this.ownerUrl, 2)).initialize();
    try {
      const db = new TenantDb(dataSource, this.keys, { clock: this.clock });
      return await eraseFirm(db, this.keys, { ...request, exportsFolder: this.exportsFolder });
    } finally {
      await dataSource.destroy();
    }
  }
}
