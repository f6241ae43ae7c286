import { Tenancy1764000000001 } from './1764000000001-tenancy.ts';
import { People1764000000002 } from './1764000000002-people.ts';
import { Work1764000000003 } from './1764000000003-work.ts';
import { Spine1764000000004 } from './1764000000004-spine.ts';
import { Audit1764000000005 } from './1764000000005-audit.ts';
import { Messages1764000000006 } from './1764000000006-messages.ts';
import { Automations1764000000007 } from './1764000000007-automations.ts';
import { Edge1764000000008 } from './1764000000008-edge.ts';
import { Identity1764000000009 } from './1764000000009-identity.ts';
import { Notices1764000000011 } from './1764000000011-notices.ts';
import { MessageOrders1764000000012 } from './1764000000012-message-orders.ts';
import { Operators1764000000100 } from './1764000000100-operators.ts';
import { Accounts1764000000101 } from './1764000000101-accounts.ts';
import { ApiKeys1764000000102 } from './1764000000102-api-keys.ts';
import { Oidc1764000000103 } from './1764000000103-oidc.ts';
import { KeyRotation1764000000120 } from './1764000000120-key-rotation.ts';
import { Recovery1764000000121 } from './1764000000121-recovery.ts';
import { Erasure1764000000122 } from './1764000000122-erasure.ts';
import { WebhooksOut1764000000140 } from './1764000000140-webhooks-out.ts';
import { WebhookMessages1764000000141 } from './1764000000141-webhook-messages.ts';
import { LaneCare1764000000142 } from './1764000000142-lane-care.ts';
import { Finishing1764000000160 } from './1764000000160-finishing.ts';
import { PausesOfRuns1764000000161 } from './1764000000161-pauses-of-runs.ts';
import { Idempotency1764000000180 } from './1764000000180-idempotency.ts';
import { SearchPeople1764000000181 } from './1764000000181-search-people.ts';
import { StateCounts1764000000200 } from './1764000000200-state-counts.ts';
import { Sending1764000000220 } from './1764000000220-sending.ts';
import { Forms1764000000221 } from './1764000000221-forms.ts';
import { MaybeSent1764000000330 } from './1764000000330-maybe-sent.ts';

/** Every schema migration, oldest first. Classes, never a glob: a glob finds .ts in tests and .js, maps and tests in dist. */
import { SecondFactors1764000000340 } from './1764000000340-second-factors.ts';
import { RelayConcern1764000000300 } from './1764000000300-relay-concern.ts';
import { Allowances1764000000341 } from './1764000000341-allowances.ts';
import { AnswersToStrangers1764000000342 } from './1764000000342-answers-to-strangers.ts';
import { Today1764000000430 } from './1764000000430-today.ts';
import { DeliveryTimes1764000000480 } from './1764000000480-delivery-times.ts';
import { DemoFirms1764000000580 } from './1764000000580-demo-firms.ts';
import { OneClockOfDeliveries1764000000481 } from './1764000000481-one-clock-of-deliveries.ts';
import { AdoptedRuns1764000000470 } from './1764000000470-adopted-runs.ts';
import { LeadTimes1764000000520 } from './1764000000520-lead-times.ts';
import { Timeline1764000000530 } from './1764000000530-timeline.ts';
import { PreferredName1764000000646 } from './1764000000646-preferred-name.ts';
import { Profiles1764000000645 } from './1764000000645-profiles.ts';
import { RecurringTasks1764000000644 } from './1764000000644-recurring-tasks.ts';
import { LeadViews1764000000643 } from './1764000000643-lead-views.ts';
import { Findings1764000000642 } from './1764000000642-findings.ts';
import { FirmSetUp1764000000641 } from './1764000000641-firm-set-up.ts';
import { TestMessages1764000000630 } from './1764000000630-test-messages.ts';
import { Passkeys1764000000640 } from './1764000000640-passkeys.ts';

export const migrations = [
  Tenancy1764000000001,
  People1764000000002,
  Work1764000000003,
  Spine1764000000004,
  Audit1764000000005,
  Messages1764000000006,
  Automations1764000000007,
  Edge1764000000008,
  Identity1764000000009,
  Notices1764000000011,
  MessageOrders1764000000012,
  Operators1764000000100,
  Accounts1764000000101,
  ApiKeys1764000000102,
  Oidc1764000000103,
  KeyRotation1764000000120,
  Recovery1764000000121,
  Erasure1764000000122,
  WebhooksOut1764000000140,
  WebhookMessages1764000000141,
  LaneCare1764000000142,
  Finishing1764000000160,
  PausesOfRuns1764000000161,
  Idempotency1764000000180,
  SearchPeople1764000000181,
  StateCounts1764000000200,
  Sending1764000000220,
  Forms1764000000221,
  MaybeSent1764000000330,
  SecondFactors1764000000340,
  RelayConcern1764000000300,
  Allowances1764000000341,
  AnswersToStrangers1764000000342,
  Today1764000000430,
  AdoptedRuns1764000000470,
  DeliveryTimes1764000000480,
  OneClockOfDeliveries1764000000481,
  DemoFirms1764000000580,
  LeadTimes1764000000520,
  Timeline1764000000530,
  TestMessages1764000000630,
  Passkeys1764000000640,
  FirmSetUp1764000000641,
  Findings1764000000642,
  LeadViews1764000000643,
  RecurringTasks1764000000644,
  Profiles1764000000645,
  PreferredName1764000000646,
];
