export interface DaytimePlace {
  readonly words: string;
  /** where the number does not tell it */
  readonly timeZone?: string;
  number(): string;
}
export declare function daytimePlace(): DaytimePlace;
