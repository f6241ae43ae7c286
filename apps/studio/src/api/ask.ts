import { refusalOf } from './refusal.ts';

interface Answer<Data> {
  readonly data?: Data | undefined;
  readonly error?: unknown;
  readonly response?: Response | undefined;
}

let sessionEnded: () => void = () => undefined;

/** Who is told that a request was refused because nobody is signed in any more. */
export function onSessionEnded(tell: () => void): void {
  sessionEnded = tell;
}

/** The sign-in comes up over the page. */
export const tellSessionEnded = (): void => sessionEnded();

/** The data of a call of the generated client. Throws a `Refusal` in every other case. */
export async function ask<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  let answer: Answer<Data>;
  try {
    answer = await call;
  } catch (error) {
    throw refusalOf(error);
  }
  const { data, error, response } = answer;
  if (response?.ok) return data as Data;
  const refusal = refusalOf(error, response?.status);
  if (refusal.status === 401 && refusal.code === 'not_signed_in') tellSessionEnded();
  throw refusal;
}

/** A write is done once, however often the line breaks: the same key for every attempt of one intent. */
export const once = (key: string): { headers: { 'Idempotency-Key': string } } => ({
  headers: { 'Idempotency-Key': key },
});

/**
 * The key of the next attempt. Whoever was not answered does not know whether it was done: it is asked again under the same
 * key, and done once. What was refused is mended, and is another request.
 */
export const keyAfter = (error: unknown, key: string): string => {
  const { status } = refusalOf(error);
  return status === 0 || status >= 500 ? key : crypto.randomUUID();
};
