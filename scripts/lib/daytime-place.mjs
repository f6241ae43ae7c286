/** Where it is daytime now, so that the gate lets a text through at any hour of any day, as it is. */
export function daytimePlace() {
  const hourIn = (timeZone) =>
    Number(new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format());
  const isDay = (zone) => hourIn(zone) >= 8 && hourIn(zone) < 20;
  const local = () => String(Math.floor(Math.random() * 9000) + 1000);
  if (isDay('America/Puerto_Rico')) return { words: 'Puerto Rico', number: () => `+1787754${local()}` };
  if (isDay('Pacific/Guam')) return { words: 'Guam', number: () => `+1671734${local()}` };
  // between the evening of Guam and the morning of Puerto Rico
  return { words: 'London', timeZone: 'Europe/London', number: () => `+44740012${local()}` };
}
