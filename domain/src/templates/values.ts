import { readablePhone } from '../messages/readable-phone.ts';
import { calledName } from '../person/full-name.ts';
import type { TemplateValues } from '@rap/contracts/template-variables';

/** Who a message is to, who looks after them, and whose firm it is. */
export interface Correspondents {
  readonly person:
    | {
        readonly firstName: string;
        readonly lastName: string;
        readonly preferredName?: string | null | undefined;
      }
    | null
    | undefined;
  readonly owner?:
    | {
        readonly name: string;
        readonly email: string;
        readonly bookingLink?: string | null | undefined;
        readonly title?: string | null | undefined;
        /** E.164 */
        readonly phone?: string | null | undefined;
      }
    | undefined;
  readonly firm: {
    readonly name: string;
    readonly phone: string | null;
    readonly postalAddress: string | null;
  };
  readonly meetingAtMs?: number | undefined;
}

/** The variables of a template for one message; what is not known is left out. */
export function templateValues({ person, owner, firm, meetingAtMs }: Correspondents): TemplateValues {
  const entries = Object.entries({
    'person.firstName': person && calledName(person),
    'person.lastName': person?.lastName,
    'owner.name': owner?.name,
    'owner.email': owner?.email,
    'owner.bookingLink': owner?.bookingLink,
    'owner.title': owner?.title,
    'owner.phone': owner?.phone ? readablePhone(owner.phone) : undefined,
    'firm.name': firm.name,
    'firm.phone': firm.phone,
    'firm.address': firm.postalAddress,
    'meeting.startsAt': meetingAtMs === undefined ? undefined : new Date(meetingAtMs).toISOString(),
  });
  return Object.fromEntries(entries.filter(([, value]) => Boolean(value)));
}
