import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import type { AutomationPause } from '@rap/contracts/automation/run';
import { RecordEntity } from '../records/record-entity.ts';

/** Why nobody enters any more. */
export type StopReason = 'by_hand' | 'failures' | 'finished';

@Entity({ schema: 'app', name: 'automation' })
export class AutomationEntity extends RecordEntity {
  @Column('text') name!: string;
  @Column('uuid', { nullable: true }) ownerId!: string | null;
  /** the plan that new people get; null while it is not live */
  @Column('text', { nullable: true }) liveHash!: string | null;
  @Column('int', { nullable: true }) liveNumber!: number | null;
  @Column('text', { nullable: true }) pauseMode!: AutomationPause | null;
  @Column('timestamptz', { nullable: true }) pausedAt!: Date | null;
  /** nobody enters any more; when the last one inside has come to the end, it is stopped */
  @Column('timestamptz', { nullable: true }) finishingSince!: Date | null;
  /** nobody enters any more; who is still inside (after a stop for failures) goes on */
  @Column('timestamptz', { nullable: true }) stoppedAt!: Date | null;
  @Column('text', { nullable: true }) stopReason!: StopReason | null;
  @Column('timestamptz', { nullable: true }) archivedAt!: Date | null;
}

export type VersionStatus = 'draft' | 'submitted' | 'approved' | 'live' | 'retired';

/** One state of a definition on its way from draft to live; what went live is never changed. */
@Entity({ schema: 'app', name: 'automation_version' })
export class AutomationVersionEntity extends RecordEntity {
  @Column('uuid') automationId!: string;
  @Column('int') number!: number;
  @Column('text', { default: 'draft' }) status!: VersionStatus;
  @Column('jsonb') definition!: DraftDefinition;
  @Column('text', { nullable: true }) planHash!: string | null;
  @Column('text') author!: string;
  @Column('text', { nullable: true }) approver!: string | null;
  @Column('text', { nullable: true }) note!: string | null;
  @Column('timestamptz', { nullable: true }) publishedAt!: Date | null;
}

/** What starts people: one row a live automation. */
@Entity({ schema: 'app', name: 'automation_trigger' })
export class AutomationTriggerEntity {
  @PrimaryColumn('uuid', { default: () => 'app.firm()' }) firmId!: string;
  @PrimaryColumn('uuid') automationId!: string;
  @Column('text') kind!: string;
  @Column('jsonb') params!: Record<string, unknown>;
  @Column('text') planHash!: string;
  @Column('jsonb') settings!: Record<string, unknown>;
}
