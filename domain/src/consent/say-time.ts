import { wallClock } from '../time/zoned.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** What people call the clocks of the United States; other zones go by their city. */
const ZONE_NAMES: Readonly<Record<string, string>> = {
  'America/New_York': 'Eastern',
  'America/Chicago': 'Central',
  'America/Denver': 'Mountain',
  'America/Boise': 'Mountain',
  'America/Phoenix': 'Arizona',
  'America/Los_Angeles': 'Pacific',
  'America/Anchorage': 'Alaska',
  'Pacific/Honolulu': 'Hawaii',
  'America/Puerto_Rico': 'Atlantic',
  'Pacific/Guam': 'Guam',
};

/** "9:40 pm Central", with the day in front when it is not today: "Fri, Nov 27, 8:00 am Central". */
export function sayTime(atMs: number, zone: string, nowMs: number): string {
  const { date, minutes, weekday } = wallClock(atMs, zone);
  const hour = Math.floor(minutes / 60);
  const clock = `${hour % 12 || 12}:${String(minutes % 60).padStart(2, '0')} ${hour < 12 ? 'am' : 'pm'}`;
  const time = `${clock} ${ZONE_NAMES[zone] ?? zone.split('/').at(-1)?.replaceAll('_', ' ')}`;
  if (date === wallClock(nowMs, zone).date) return time;
  const [, month, day] = date.split('-').map(Number);
  return `${DAYS[weekday - 1]}, ${MONTHS[(month ?? 1) - 1]} ${day}, ${time}`;
}
