import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '@rap/database/data-source';
import { Directory } from '@rap/database/identity/directory';
import { FirmKeys } from '@rap/database/sealing/firm-keys';
import { installKey } from '@rap/database/sealing/install-key';
import { FileKeyWrapper } from '@rap/database/sealing/key-wrapper';
import { EventBell } from '@rap/database/spine/event-bell';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { AutomationRuns } from '@rap/providers/temporal/automation-runs';
import { temporalClient } from '@rap/providers/temporal/client';
import { OutboundMessages } from '@rap/providers/temporal/outbound-messages';
import { ClientController } from './client/client.controller.ts';
import { ClientService } from './client/client.service.ts';
import { CommunicationController } from './communication/communication.controller.ts';
import { CommunicationService } from './communication/communication.service.ts';
import { ConsentController } from './consent/consent.controller.ts';
import { ConsentService } from './consent/consent.service.ts';
import { DocumentRequestController } from './document-request/document-request.controller.ts';
import { DocumentRequestService } from './document-request/document-request.service.ts';
import { HouseholdController } from './household/household.controller.ts';
import { HouseholdService } from './household/household.service.ts';
import { LeadController } from './lead/lead.controller.ts';
import { LeadService } from './lead/lead.service.ts';
import { LeadSourceController } from './lead-source/lead-source.controller.ts';
import { LeadSourceService } from './lead-source/lead-source.service.ts';
import { MeetingController } from './meeting/meeting.controller.ts';
import { MeetingService } from './meeting/meeting.service.ts';
import { MessageController } from './message/message.controller.ts';
import { MessageService } from './message/message.service.ts';
import { NoteController } from './note/note.controller.ts';
import { NoteService } from './note/note.service.ts';
import { TagController } from './tag/tag.controller.ts';
import { TagService } from './tag/tag.service.ts';
import { TemplateController } from './template/template.controller.ts';
import { TemplateService } from './template/template.service.ts';
import { ReachController } from './person/reach.controller.ts';
import { AddressesController } from './addresses/addresses.controller.ts';
import { AutomationController } from './automation/automation.controller.ts';
import { AutomationService } from './automation/automation.service.ts';
import { DemoService } from './demo/demo.service.ts';
import { EnrolmentController } from './enrolment/enrolment.controller.ts';
import { EnrolmentService } from './enrolment/enrolment.service.ts';
import { HealthController } from './health/health.controller.ts';
import { HoldController } from './hold/hold.controller.ts';
import { HoldService } from './hold/hold.service.ts';
import { AuthGuard } from './http/auth.guard.ts';
import { ProblemFilter } from './http/problem-filter.ts';
import { TransactionInterceptor } from './http/transaction.interceptor.ts';
import { LeadFormController } from './lead-form/lead-form.controller.ts';
import { LeadFormService } from './lead-form/lead-form.service.ts';
import { PersonController } from './person/person.controller.ts';
import { PersonService } from './person/person.service.ts';
import { SessionController } from './session/session.controller.ts';
import { SessionService } from './session/session.service.ts';
import type { Settings } from './settings.ts';
import { TaskController } from './task/task.controller.ts';
import { TaskService } from './task/task.service.ts';
import { LINK_KEY, MESSAGES, RUNS, SETTINGS, TEMPORAL } from './tokens.ts';
import { TwilioController } from './twilio/twilio.controller.ts';
import { UnsubscribeController } from './unsubscribe/unsubscribe.controller.ts';

type Client = Awaited<ReturnType<typeof temporalClient>>;

@Module({})
export class AppModule {
  static with(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [TypeOrmModule.forRoot({ ...dataSourceOptions(settings.DATABASE_URL), retryAttempts: 0 })],
      controllers: [
        AddressesController,
        ClientController,
        CommunicationController,
        ConsentController,
        DocumentRequestController,
        HouseholdController,
        LeadController,
        LeadSourceController,
        MeetingController,
        MessageController,
        NoteController,
        TagController,
        TemplateController,
        ReachController,
        AutomationController,
        EnrolmentController,
        HealthController,
        HoldController,
        LeadFormController,
        PersonController,
        SessionController,
        TaskController,
        TwilioController,
        UnsubscribeController,
      ],
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
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: AuthGuard },
        { provide: APP_INTERCEPTOR, useClass: TransactionInterceptor },
        AutomationService,
        ClientService,
        CommunicationService,
        ConsentService,
        DocumentRequestService,
        HouseholdService,
        LeadService,
        LeadSourceService,
        MeetingService,
        MessageService,
        NoteService,
        TagService,
        TemplateService,
        DemoService,
        EnrolmentService,
        HoldService,
        LeadFormService,
        PersonService,
        SessionService,
        TaskService,
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
  return new TenantDb(dataSource, keys, { afterEvents: () => bell.ring() });
}
