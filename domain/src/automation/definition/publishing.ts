import { assertNever } from '../../assert-never.ts';

/**
 * What becomes of those who are inside an automation when something new is decided about it. Both ways leave everybody on
 * the plan they follow, so nobody has to be moved and nothing can be sent twice.
 */
export type InsideChoice = 'newEntrantsOnly' | 'finishThenStop';

/** People who are inside now, by the number of the version they follow. */
export interface InsideCount {
  readonly version: number;
  readonly people: number;
}

export interface PublishPreview {
  /** whether anybody enters from now on */
  readonly entersNew: boolean;
  /** what will happen, with counts, for the dialog that asks */
  readonly sentences: readonly string[];
}

/** What a choice means for those inside and for those who come, before it is made. */
export function previewPublishing(
  choice: InsideChoice,
  inside: readonly InsideCount[],
  nextVersion: number,
): PublishPreview {
  const counts = inside.filter(({ people }) => people > 0).toSorted((a, b) => a.version - b.version);
  const staying = counts.map(
    ({ version, people }) =>
      `${people === 1 ? '1 person stays' : `${people} people stay`} on version ${version} until the end of it.`,
  );
  const nobody = counts.length === 0 ? ['Nobody is inside now.'] : [];
  switch (choice) {
    case 'newEntrantsOnly':
      return {
        entersNew: true,
        sentences: [...nobody, ...staying, `Whoever enters from now on gets version ${nextVersion}.`],
      };
    case 'finishThenStop':
      return { entersNew: false, sentences: [...nobody, ...staying, 'Nobody enters from now on.'] };
    default:
      return assertNever(choice);
  }
}
