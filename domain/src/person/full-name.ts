/** "Maria Lopez"; who has one name alone goes by that. */
export const fullName = (person: { readonly firstName: string; readonly lastName: string }): string =>
  `${person.firstName} ${person.lastName}`.trim();
