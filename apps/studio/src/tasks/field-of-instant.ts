/** An instant as a field of date and time shows it, on the reader's clock: "2026-11-26T09:30". */
export function fieldOf(instant: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = [instant.getFullYear(), two(instant.getMonth() + 1), two(instant.getDate())].join('-');
  return `${day}T${two(instant.getHours())}:${two(instant.getMinutes())}`;
}
