export function openTemporalUi(options: {
  behind: string;
  host: string;
  port: number;
  signIn: string;
}): Promise<{ url: string; close(): void }>;
