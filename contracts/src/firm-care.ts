/** The workflow that looks after one firm each hour. */
export const CARE_WORKFLOW = 'firmCare';
export const careScheduleId = (firmId: string): string => `care:${firmId}`;

export interface FirmCareInput {
  readonly v: 1;
  readonly firmId: string;
}

/** What one round did; counts only. */
export interface FirmCareResult {
  readonly milestones: number;
  readonly overdueTasks: number;
  readonly deliveries: number;
}
