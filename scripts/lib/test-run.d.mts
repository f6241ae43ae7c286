export function beginTestRun(parent?: string): Promise<{
  /** for what the run needs; removed with it */
  folder: string;
  /** writes down at once what runs now */
  record(): void;
  end(): void;
}>;
