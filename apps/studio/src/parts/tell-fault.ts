import { noteBrowserFault } from '@rap/contracts/api-client';
import { ask } from '../api/ask.ts';

const MOST_FRAMES = 10;

/** Function, file and line of each call, without hosts and queries. */
export const framesOf = (stack: string): string[] =>
  stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /:\d+:\d+\)?$/.test(line))
    .slice(0, MOST_FRAMES)
    .map((line) => line.replace(/\(?[a-z]+:\/\/[^/]+/, '').slice(0, 300));

const told = new WeakMap<Error, Promise<string | undefined>>();

/** The number by which support finds the fault in the logs; undefined when it could not be told. Each fault is told once. */
export function tellFault(error: Error): Promise<string | undefined> {
  const known = told.get(error);
  if (known) return known;
  const { name, stack = '' } = error;
  const page = window.location.pathname.replaceAll(/[^\w/-]/g, '').slice(0, 200) || '/';
  const build = document.querySelector<HTMLScriptElement>('script[type=module]')?.src.split('/').pop() ?? '';
  const telling = ask(
    noteBrowserFault({
      body: { name: name.slice(0, 100), frames: framesOf(stack), page, build: build.slice(0, 60) },
    }),
  ).then(
    ({ number }) => number,
    () => undefined,
  );
  told.set(error, telling);
  return telling;
}
