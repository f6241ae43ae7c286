export interface Cruised {
  modules: { source: string; dependencies: { resolved: string; dependencyTypes: string[] }[] }[];
}
export function architectureMap(cruised: Cruised): string;
export function withMap(page: string, map: string): string;
export function cruise(): Cruised;
