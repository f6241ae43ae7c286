import { z } from 'zod';

/** Days before are typing errors, and Postgres has no year 0. */
const FIRST_YEAR = 1800;

/** A day of the calendar, `YYYY-MM-DD`. */
export const Day = z.iso
  .date()
  .refine((day) => Number(day.slice(0, 4)) >= FIRST_YEAR, `give a year from ${FIRST_YEAR} on`);
