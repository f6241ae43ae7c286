/** The same time of the clock on another day; 9 in the morning for what had no day. */
export function onDay(dueAt: string | null, day: Date): string {
  const was = dueAt ? new Date(dueAt) : undefined;
  const [hours, minutes] = [was?.getHours() ?? 9, was?.getMinutes() ?? 0];
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), hours, minutes).toISOString();
}

export const tomorrow = (now = new Date()): Date =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);

/** On a Monday it is the one of the week after. */
export const nextMonday = (now = new Date()): Date =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + ((8 - now.getDay()) % 7 || 7));
