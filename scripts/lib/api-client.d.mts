export function writeApiClient(folder: string): Promise<void>;
