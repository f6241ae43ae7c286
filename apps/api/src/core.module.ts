import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Allowances } from '@rap/database/allowance/allowances';
import { dataSourceOptions } from '@rap/database/data-source';
import { Directory } from '@rap/database/identity/directory';
import { Operators } from '@rap/database/identity/operators';
import { Passkeys } from '@rap/database/identity/passkeys';
import { SecondFactor } from '@rap/database/identity/second-factor';
import { Tickets } from '@rap/database/identity/tickets';
import { FirmKeys } from '@rap/database/sealing/firm-keys';
import { installKey } from '@rap/database/sealing/install-key';
import { FileKeyWrapper } from '@rap/database/sealing/key-wrapper';
import { EventBell } from '@rap/database/spine/event-bell';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { OidcProvider } from '@rap/providers/oidc/oauth';
import { WebAuthn } from '@rap/providers/passkey/verify';
import { AutomationRuns } from '@rap/providers/temporal/automation-runs';
import { temporalClient } from '@rap/providers/temporal/client';
import { OutboundMessages } from '@rap/providers/temporal/outbound-messages';
import { Limits } from './http/limits.ts';
import type { Settings } from './settings.ts';
import { IDENTITY_KEY, LINK_KEY, MESSAGES, OIDC, RUNS, SETTINGS, TEMPORAL } from './tokens.ts';

type Client = Awaited<ReturnType<typeof temporalClient>>;

/** What every feature may ask for: the database behind its tenancy wall, keys, the directory, Temporal. */
@Global()
@Module({})
export class CoreModule {
  static with(settings: Settings): DynamicModule {
    return {
      module: CoreModule,
      imports: [TypeOrmModule.forRoot({ ...dataSourceOptions(settings.DATABASE_URL), retryAttempts: 0 })],
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: FirmKeys, useFactory: () => new FirmKeys(new FileKeyWrapper(settings.KEYS_DIR)) },
        { provide: TenantDb, inject: [DataSource, FirmKeys], useFactory: tenantDb },
        {
          provide: Directory,
          inject: [DataSource],
          useFactory: async (dataSource: DataSource) =>
            new Directory(dataSource, await installKey(settings.KEYS_DIR, 'directory')),
        },
        {
          provide: SecondFactor,
          inject: [DataSource, IDENTITY_KEY],
          useFactory: (dataSource: DataSource, key: Buffer) => new SecondFactor(dataSource, key),
        },
        { provide: IDENTITY_KEY, useFactory: () => installKey(settings.KEYS_DIR, 'identity') },
        { provide: OIDC, useFactory: () => oidcOf(settings) },
        {
          provide: Allowances,
          inject: [DataSource],
          useFactory: async (dataSource: DataSource) =>
            new Allowances(dataSource, await installKey(settings.KEYS_DIR, 'directory')),
        },
        { provide: Limits, inject: [Allowances], useFactory: (counts: Allowances) => new Limits(counts) },
        { provide: Passkeys, inject: [DataSource], useFactory: (source: DataSource) => new Passkeys(source) },
        { provide: WebAuthn, useFactory: () => new WebAuthn(settings.PUBLIC_URL) },
        { provide: Tickets, inject: [DataSource], useFactory: (source: DataSource) => new Tickets(source) },
        {
          provide: Operators,
          inject: [DataSource, TenantDb, Directory, SecondFactor, Tickets],
          useFactory: (
            dataSource: DataSource,
            db: TenantDb,
            directory: Directory,
            secondFactor: SecondFactor,
            tickets: Tickets,
          ) => new Operators(dataSource, db, { directory, secondFactor, tickets }),
        },
        { provide: LINK_KEY, useFactory: () => installKey(settings.KEYS_DIR, 'links') },
        {
          // lazy: the API starts, and its document is written, without a Temporal server
          provide: TEMPORAL,
          useFactory: () => temporalClient(settings.TEMPORAL_ADDRESS, settings.KEYS_DIR),
        },
        { provide: RUNS, inject: [TEMPORAL], useFactory: (client: Client) => new AutomationRuns(client) },
        {
          provide: MESSAGES,
          inject: [TEMPORAL],
          useFactory: (client: Client) => new OutboundMessages(client),
        },
      ],
      exports: [
        SETTINGS,
        FirmKeys,
        TenantDb,
        Directory,
        IDENTITY_KEY,
        OIDC,
        Allowances,
        Limits,
        Passkeys,
        SecondFactor,
        WebAuthn,
        Tickets,
        Operators,
        LINK_KEY,
        TEMPORAL,
        RUNS,
        MESSAGES,
      ],
    };
  }
}

function tenantDb(dataSource: DataSource, keys: FirmKeys): TenantDb {
  const bell = new EventBell(
    (sql, parameters) => dataSource.query(sql, parameters),
    // a lost ring costs at most the relay's poll of a second
    () => undefined,
  );
  return new TenantDb(dataSource, keys, { afterEvents: (firmId, events) => bell.ring(firmId, events) });
}

/** Null when no provider is set up: then people sign in by password only. */
function oidcOf(settings: Settings): OidcProvider | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, PUBLIC_URL } = settings;
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return null;
  return new OidcProvider({
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    redirectUri: `${PUBLIC_URL}/oidc/callback`,
  });
}
