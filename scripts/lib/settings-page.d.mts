import type { z } from 'zod';
export function settingsPage(processes: Readonly<Record<string, z.ZodObject>>): string;
