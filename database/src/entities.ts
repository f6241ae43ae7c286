import { ApiKeyEntity } from './api-key/api-key.ts';
import { ApprovalEntity } from './approval/approval.ts';
import {
  AutomationEntity,
  AutomationTriggerEntity,
  AutomationVersionEntity,
} from './automation/automation.entity.ts';
import { BookEntity } from './book/book.ts';
import { ClientEntity } from './client/client.entity.ts';
import { CommunicationEntity } from './communication/communication.entity.ts';
import { OptOutEntity, PermissionEntity } from './consent/consent.entity.ts';
import { DeliveryEntity } from './delivery/delivery.entity.ts';
import { DocumentRequestEntity } from './document-request/document-request.ts';
import { LegalHoldEntity } from './erasure/legal-hold.ts';
import { EnrolmentEntity } from './enrolment/enrolment.entity.ts';
import { FirmEntity } from './firm/firm.entity.ts';
import { LeadEntity, LeadSourceEntity } from './lead/lead.entity.ts';
import { HoldEntity } from './hold/hold.ts';
import { HouseholdEntity } from './household/household.ts';
import { InvitationEntity } from './invitation/invitation.ts';
import { LetterEntity } from './letter/letter.entity.ts';
import { LeadFormConsentEntity, LeadFormEntity } from './lead-form/lead-form.entity.ts';
import { SubmissionEntity } from './lead-form/submission.ts';
import { MeetingEntity } from './meeting/meeting.entity.ts';
import { OutboundMessageEntity } from './outbound-message/outbound-message.entity.ts';
import { NoteEntity } from './note/note.entity.ts';
import { NoticeEntity } from './notice/notice.ts';
import { PersonEmailEntity, PersonEntity, PersonPhoneEntity } from './person/person.entity.ts';
import { ProposalEntity } from './proposal/proposal.entity.ts';
import { SavedViewEntity } from './saved-view/saved-view.entity.ts';
import { TagEntity } from './tag/tag.entity.ts';
import { TaskTemplateEntity } from './task-template/task-template.entity.ts';
import { TaskEntity } from './task/task.entity.ts';
import { UserEntity } from './user/user.entity.ts';
import { TemplateEntity, TemplateVersionEntity } from './template/template.entity.ts';
import { WebhookEndpointEntity } from './webhook/webhook-endpoint.entity.ts';
import { WebhookSourceEntity } from './webhook/webhook-source.entity.ts';

/** Every entity. Classes, never a glob: a glob finds .ts in tests and .js, maps and tests in dist. */
export const entities = [
  ApiKeyEntity,
  ApprovalEntity,
  AutomationEntity,
  AutomationTriggerEntity,
  AutomationVersionEntity,
  BookEntity,
  ClientEntity,
  CommunicationEntity,
  DeliveryEntity,
  DocumentRequestEntity,
  EnrolmentEntity,
  FirmEntity,
  HoldEntity,
  HouseholdEntity,
  InvitationEntity,
  LeadEntity,
  LeadFormConsentEntity,
  LeadFormEntity,
  LeadSourceEntity,
  LegalHoldEntity,
  LetterEntity,
  MeetingEntity,
  OutboundMessageEntity,
  NoteEntity,
  NoticeEntity,
  OptOutEntity,
  PermissionEntity,
  PersonEmailEntity,
  PersonEntity,
  PersonPhoneEntity,
  ProposalEntity,
  SavedViewEntity,
  SubmissionEntity,
  TagEntity,
  TaskEntity,
  TaskTemplateEntity,
  TemplateEntity,
  TemplateVersionEntity,
  UserEntity,
  WebhookEndpointEntity,
  WebhookSourceEntity,
];
