/** "Maria Lopez"; who has one name alone goes by that. */
export const fullName = (person: { readonly firstName: string; readonly lastName: string }): string =>
  `${person.firstName} ${person.lastName}`.trim();

/** How one speaks to them: by what they go by, else by the first name. */
export const calledName = (person: {
  readonly firstName: string;
  readonly preferredName?: string | null | undefined;
}): string => person.preferredName ?? person.firstName;
