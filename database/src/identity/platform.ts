/** The id that no firm has: under it stands the audit log of what operators of the platform do outside any firm. */
export const PLATFORM = '00000000-0000-0000-0000-000000000000';
