/** Throws when the part does not serve. */
export type Check = () => Promise<unknown>;

export interface Readiness {
  readonly ready: boolean;
  /** each part by name; a fault says nothing of addresses or credentials */
  readonly parts: Readonly<Record<string, 'ok' | 'failed'>>;
}

const TIME_LIMIT_MS = 2_000;

/** Asks every part at once, each with a time limit: who asks for readiness must get an answer also when a part hangs. */
export async function readiness(checks: Readonly<Record<string, Check>>): Promise<Readiness> {
  const answers = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await askedInTime(check)] as const),
  );
  return { ready: answers.every(([, answer]) => answer === 'ok'), parts: Object.fromEntries(answers) };
}

async function askedInTime(check: Check): Promise<'ok' | 'failed'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'failed'>((resolve) => {
    timer = setTimeout(() => resolve('failed'), TIME_LIMIT_MS);
  });
  const asked = check().then(
    () => 'ok' as const,
    () => 'failed' as const,
  );
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
