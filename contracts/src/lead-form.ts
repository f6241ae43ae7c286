import { z } from 'zod';
import { Touch } from './lead.ts';

const Line = (max: number) => z.string().trim().max(max);

/** What a visitor sends. Unknown fields of the address (UTM, click ids) come along in `touch`. */
export const FormSubmission = z.object({
  firstName: Line(100).min(1, 'Give your first name.'),
  lastName: Line(100).min(1, 'Give your last name.'),
  email: Line(254).min(1, 'Give your email address.'),
  phone: Line(40).default(''),
  state: z.union([z.literal(''), z.string().regex(/^[A-Z]{2}$/, 'Choose your state.')]).default(''),
  question: Line(2000).default(''),
  /** ticked boxes; an unticked box is not sent */
  agreeEmail: z.literal('yes').optional(),
  agreeSms: z.literal('yes').optional(),
  /** made when the page was: sending it twice is one submission */
  submissionKey: z.uuid(),
  /** nobody sees this field; only robots fill it in */
  website: Line(200).default(''),
});
export type FormSubmission = z.infer<typeof FormSubmission>;

export const FormTouch = z.object({ first: Touch, last: Touch });
