import { z } from 'zod';
import { NewPassword, OneTimeCode } from './session.ts';

const Token = z.string().min(20).max(100);

export const OperatorSetUp = z.strictObject({ token: Token }).meta({ id: 'OperatorSetUp' });
export type OperatorSetUp = z.infer<typeof OperatorSetUp>;

export const OperatorSetUpFinish = z
  .strictObject({ token: Token, password: NewPassword, code: OneTimeCode })
  .meta({ id: 'OperatorSetUpFinish' });
export type OperatorSetUpFinish = z.infer<typeof OperatorSetUpFinish>;

export const NewOperatorSession = z
  .strictObject({
    email: z.string().min(3).max(254),
    password: z.string().min(1).max(200),
    code: OneTimeCode.describe('of the authenticator app, or a recovery code'),
  })
  .meta({ id: 'NewOperatorSession' });
export type NewOperatorSession = z.infer<typeof NewOperatorSession>;

export const SignedInOperator = z
  .object({
    identityId: z.uuid(),
    name: z.string(),
    temporalUi: z.url().nullable().describe('where every run is watched, or null where none is set up'),
  })
  .meta({ id: 'SignedInOperator' });
export type SignedInOperator = z.infer<typeof SignedInOperator>;
