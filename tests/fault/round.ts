import type { Scene } from './scene.ts';

/** One thing that goes wrong, while people are on their way. */
export interface Round {
  readonly name: string;
  readonly words: string;
  /** Answers the runs that it hit; each is a pair of this run and this boundary. */
  play(scene: Scene): Promise<readonly string[]>;
}
