const DAY_MS = 86_400_000;
const LONGEST_DAYS = 14;

/** From when on it is told what automations did: since one last looked, yesterday for who never has, two weeks at most. */
export function sinceLooked(lookedMs: number | null, nowMs: number): number {
  const looked = lookedMs ?? nowMs - DAY_MS;
  return Math.min(nowMs, Math.max(looked, nowMs - LONGEST_DAYS * DAY_MS));
}
