export interface Manifest {
  format: number;
  at: string;
  files: { path: string; bytes: number; sha256: string }[];
}
export function wasShutDown(cluster: string): boolean;
export function copyStores(data: string, target: string, about: { at: string }): Promise<Manifest>;
export function copyKeyStore(data: string, target: string): void;
export function checkBackup(folder: string): Promise<Manifest>;
export function restoreStores(backup: string, keyStore: string, target: string): void;
