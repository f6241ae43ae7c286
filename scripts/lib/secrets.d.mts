export function installSecrets(path: string): {
  twilioAccountSid: string;
  twilioAuthToken: string;
  databasePassword(role: string): string;
};
