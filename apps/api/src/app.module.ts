import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { AccountModule } from './account/account.module.ts';
import { AddressesModule } from './addresses/addresses.module.ts';
import { ApiKeyModule } from './api-key/api-key.module.ts';
import { AuditEventModule } from './audit-event/audit-event.module.ts';
import { AutomationModule } from './automation/automation.module.ts';
import { BookModule } from './book/book.module.ts';
import { BrowserFaultModule } from './browser-fault/browser-fault.module.ts';
import { BulkModule } from './bulk/bulk.module.ts';
import { ChannelModule } from './channel/channel.module.ts';
import { ClientModule } from './client/client.module.ts';
import { CodecModule } from './codec/codec.module.ts';
import { CommunicationModule } from './communication/communication.module.ts';
import { ConsentModule } from './consent/consent.module.ts';
import { DemoModule } from './demo/demo.module.ts';
import { DocumentRequestModule } from './document-request/document-request.module.ts';
import { DomainCheckModule } from './domain-check/domain-check.module.ts';
import { EnrolmentModule } from './enrolment/enrolment.module.ts';
import { ErasureModule } from './erasure/erasure.module.ts';
import { FirmSetUpModule } from './firm-set-up/firm-set-up.module.ts';
import { FirmModule } from './firm/firm.module.ts';
import { HealthModule } from './health/health.module.ts';
import { HistoryModule } from './history/history.module.ts';
import { HoldModule } from './hold/hold.module.ts';
import { HouseholdModule } from './household/household.module.ts';
import { InvitationModule } from './invitation/invitation.module.ts';
import { LeadModule } from './lead/lead.module.ts';
import { LeadFormModule } from './lead-form/lead-form.module.ts';
import { LeadSourceModule } from './lead-source/lead-source.module.ts';
import { LegalHoldModule } from './legal-hold/legal-hold.module.ts';
import { LiveModule } from './live/live.module.ts';
import { MeetingModule } from './meeting/meeting.module.ts';
import { OutboundMessageModule } from './outbound-message/outbound-message.module.ts';
import { NoteModule } from './note/note.module.ts';
import { OidcModule } from './oidc/oidc.module.ts';
import { OperatorModule } from './operator/operator.module.ts';
import { PasskeyModule } from './passkey/passkey.module.ts';
import { PersonModule } from './person/person.module.ts';
import { SecondFactorModule } from './second-factor/second-factor.module.ts';
import { SearchModule } from './search/search.module.ts';
import { RecoveryModule } from './recovery/recovery.module.ts';
import { ProposalModule } from './proposal/proposal.module.ts';
import { SavedViewModule } from './saved-view/saved-view.module.ts';
import { SendingRulesModule } from './sending-rules/sending-rules.module.ts';
import { SessionModule } from './session/session.module.ts';
import { SimulationModule } from './simulation/simulation.module.ts';
import { SpineModule } from './spine/spine.module.ts';
import { TagModule } from './tag/tag.module.ts';
import { TaskModule } from './task/task.module.ts';
import { TaskTemplateModule } from './task-template/task-template.module.ts';
import { TemplateModule } from './template/template.module.ts';
import { TimelineModule } from './timeline/timeline.module.ts';
import { TodayModule } from './today/today.module.ts';
import { TwilioModule } from './twilio/twilio.module.ts';
import { UnsubscribeModule } from './unsubscribe/unsubscribe.module.ts';
import { UserModule } from './user/user.module.ts';
import { WebhookEndpointModule } from './webhook-endpoint/webhook-endpoint.module.ts';
import { WebhookInModule } from './webhook-in/webhook-in.module.ts';
import { WebhookSourceModule } from './webhook-source/webhook-source.module.ts';
import { CoreModule } from './core.module.ts';
import { AuthGuard } from './http/auth.guard.ts';
import { IdempotencyInterceptor } from './http/idempotency.interceptor.ts';
import { ProblemFilter } from './http/problem-filter.ts';
import { TransactionInterceptor } from './http/transaction.interceptor.ts';
import type { Settings } from './settings.ts';

@Module({})
export class AppModule {
  static with(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CoreModule.with(settings),
        AccountModule,
        AddressesModule,
        ApiKeyModule,
        AuditEventModule,
        AutomationModule,
        BookModule,
        BrowserFaultModule,
        BulkModule,
        ChannelModule,
        ClientModule,
        CodecModule,
        CommunicationModule,
        ConsentModule,
        DemoModule,
        DocumentRequestModule,
        DomainCheckModule,
        EnrolmentModule,
        ErasureModule,
        FirmModule,
        FirmSetUpModule,
        HealthModule,
        HistoryModule,
        HoldModule,
        HouseholdModule,
        InvitationModule,
        LeadModule,
        LeadFormModule,
        LeadSourceModule,
        LegalHoldModule,
        LiveModule,
        MeetingModule,
        OutboundMessageModule,
        NoteModule,
        OidcModule,
        OperatorModule,
        PasskeyModule,
        PersonModule,
        SecondFactorModule,
        SearchModule,
        RecoveryModule,
        ProposalModule,
        SavedViewModule,
        SendingRulesModule,
        SessionModule,
        SimulationModule,
        SpineModule,
        TagModule,
        TaskModule,
        TaskTemplateModule,
        TemplateModule,
        TimelineModule,
        TodayModule,
        TwilioModule,
        UnsubscribeModule,
        UserModule,
        WebhookEndpointModule,
        WebhookInModule,
        WebhookSourceModule,
      ],
      providers: [
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: AuthGuard },
        { provide: APP_INTERCEPTOR, useClass: TransactionInterceptor },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor }, // inside that transaction
      ],
    };
  }
}
