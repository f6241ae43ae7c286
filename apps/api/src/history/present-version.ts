import type { RecordVersion } from '@rap/contracts/history';
import type { VersionOfRecord } from '@rap/database/records/record-history';

export const presentVersion = ({
  id,
  version,
  change,
  at,
  actor,
  reason,
  changes,
}: VersionOfRecord): RecordVersion => ({
  id,
  version,
  change,
  at: at.toISOString(),
  actor,
  reason,
  changes: [...changes],
});
