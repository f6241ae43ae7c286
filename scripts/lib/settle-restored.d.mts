export function settleRestored(options: {
  url(role: string): string;
  data: string;
  backupAt: Date;
  restoredAt: Date;
}): Promise<number>;
