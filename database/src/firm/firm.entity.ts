import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FirmSettings } from '@rap/contracts/firm-settings';

@Entity({ schema: 'app', name: 'firm' })
export class FirmEntity {
  @PrimaryColumn('uuid', { default: () => 'app.firm()' }) firmId!: string;
  @Column('text') name!: string;
  @Column('text') timeZone!: string;
  @Column('text', { array: true, default: '{}' }) states!: string[];
  @Column('text', { nullable: true }) phone!: string | null;
  @Column('text', { nullable: true }) postalAddress!: string | null;
  @Column('jsonb', { default: {} }) settings!: FirmSettings;
  /** founded to try the product with: nobody's records stand in it */
  @Column({ type: 'boolean', default: false, update: false }) isDemo!: boolean;
  @Column('int', { default: 1 }) version!: number;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt!: Date;
}
