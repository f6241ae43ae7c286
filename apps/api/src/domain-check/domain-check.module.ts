import { Module } from '@nestjs/common';
import { createTxtResolver } from '@rap/providers/mail-dns/verify';
import { loadPublicKeys, type PublicKeys } from '@rap/providers/mail-dns/verify-keys';
import type { Settings } from '../settings.ts';
import { MAIL_DNS, MAIL_KEYS, SETTINGS } from '../tokens.ts';
import { DomainCheckController } from './domain-check.controller.ts';
import { DomainCheckService } from './domain-check.service.ts';

const keysOf = async ({ DKIM_PUBLIC_KEYS_DIR: folder }: Settings): Promise<PublicKeys> =>
  folder ? loadPublicKeys(folder) : () => undefined;

@Module({
  controllers: [DomainCheckController],
  providers: [
    DomainCheckService,
    {
      provide: MAIL_DNS,
      inject: [SETTINGS],
      useFactory: ({ MAIL_DNS_SERVERS: servers }: Settings) => createTxtResolver(servers ? { servers } : {}),
    },
    { provide: MAIL_KEYS, inject: [SETTINGS], useFactory: keysOf },
  ],
})
export class DomainCheckModule {}
