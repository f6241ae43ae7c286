/** Every variable a template may use, with a sample for previews. What is not here does not exist, and a template with it is refused. */
export const TEMPLATE_VARIABLES = {
  'person.firstName': 'Maria',
  'person.lastName': 'Alvarez',
  'owner.name': 'Dana Reyes',
  'owner.email': 'dana@harbor.example',
  'owner.bookingLink': 'https://harbor.example/book/dana',
  'owner.title': 'Senior advisor, CFP',
  'owner.phone': '(216) 555-0142',
  'firm.name': 'Harbor Retirement Advisors',
  'firm.phone': '(216) 555-0100',
  'firm.address': '200 Public Square, Cleveland, OH 44114',
  'meeting.startsAt': '2026-12-01T15:00:00Z',
} as const;

export type TemplateVariable = keyof typeof TEMPLATE_VARIABLES;

/** Values by variable; one that is not known is left out, and the template's fallback, or nothing, stands in its place. */
export type TemplateValues = Partial<Record<TemplateVariable, string>>;
