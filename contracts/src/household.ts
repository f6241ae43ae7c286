import { z } from 'zod';
import { RecordsQuery, Version } from './paging.ts';

export const HouseholdRole = z.enum(['head', 'spouse', 'child', 'parent', 'other']);

export const HouseholdMember = z
  .strictObject({ personId: z.uuid(), role: HouseholdRole })
  .meta({ id: 'HouseholdMember' });
export type HouseholdMember = z.infer<typeof HouseholdMember>;

const Name = z.string().trim().min(1).max(100);

export const NewHousehold = z
  .strictObject({ name: Name, members: z.array(HouseholdMember).max(30).default([]) })
  .meta({ id: 'NewHousehold' });
export type NewHousehold = z.infer<typeof NewHousehold>;

export const HouseholdChanges = z
  .strictObject({ name: Name, version: Version })
  .meta({ id: 'HouseholdChanges' });
export type HouseholdChanges = z.infer<typeof HouseholdChanges>;

/** People who plan together. Members in books that the caller does not work for are not shown. */
export const Household = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: Name,
    members: z.array(HouseholdMember),
    createdAt: z.iso.datetime(),
    deletedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Household' });
export type Household = z.infer<typeof Household>;

export const HouseholdsQuery = RecordsQuery.extend({
  sort: z.enum(['newest', 'oldest', 'name']).default('newest'),
  personId: z.uuid().optional(),
});
export type HouseholdsQuery = z.infer<typeof HouseholdsQuery>;
