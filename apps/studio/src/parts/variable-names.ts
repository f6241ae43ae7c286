import type { TemplateVariable } from '@rap/contracts/template-variables';

/** What the variables of a wording are called. */
export const VARIABLE_NAMES: Readonly<Record<TemplateVariable, string>> = {
  'person.firstName': 'First name',
  'person.lastName': 'Last name',
  'owner.name': "Their advisor's name",
  'owner.email': "Their advisor's email",
  'owner.bookingLink': "Their advisor's booking link",
  'owner.title': "Their advisor's title",
  'owner.phone': "Their advisor's phone",
  'firm.name': 'Name of the firm',
  'firm.phone': 'Phone of the firm',
  'firm.address': 'Address of the firm',
  'meeting.startsAt': 'When the meeting starts',
};

const isKnown = (name: string): name is TemplateVariable => Object.hasOwn(VARIABLE_NAMES, name);
/** The same within a sentence; a name that is not in the catalogue stands for itself. */
export const variableName = (name: string): string =>
  isKnown(name) ? VARIABLE_NAMES[name].replace(/^./, (letter) => letter.toLowerCase()) : name;
