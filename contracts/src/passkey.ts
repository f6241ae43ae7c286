import { z } from 'zod';

const Base64Url = z.string().min(1).max(20_000);

/** What a browser is asked for, and answers, as WebAuthn writes it in JSON (W3C Web Authentication Level 3, section 5.1). */
export const PasskeyOptions = z.looseObject({ challenge: z.string() }).meta({
  id: 'PasskeyOptions',
  description: 'PublicKeyCredentialCreationOptionsJSON or ...RequestOptionsJSON',
});
export type PasskeyOptions = z.infer<typeof PasskeyOptions>;

const credential = { id: Base64Url, rawId: Base64Url, type: z.literal('public-key') };
const extras = {
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
};

export const PasskeyRegistration = z
  .strictObject({
    name: z.string().trim().min(1).max(60).describe('what its owner calls it, e.g. `Office laptop`'),
    credential: z.object({
      ...credential,
      ...extras,
      response: z.object({
        clientDataJSON: Base64Url,
        attestationObject: Base64Url,
        transports: z.array(z.string().max(20)).max(10).optional(),
      }),
    }),
  })
  .meta({ id: 'PasskeyRegistration' });
export type PasskeyRegistration = z.infer<typeof PasskeyRegistration>;

export const PasskeySignIn = z
  .strictObject({
    credential: z.object({
      ...credential,
      ...extras,
      response: z.object({
        clientDataJSON: Base64Url,
        authenticatorData: Base64Url,
        signature: Base64Url,
        userHandle: z.string().max(200).optional(),
      }),
    }),
  })
  .meta({ id: 'PasskeySignIn' });
export type PasskeySignIn = z.infer<typeof PasskeySignIn>;

export const PasskeyShown = z
  .object({
    id: z.uuid(),
    name: z.string(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'PasskeyShown' });
export type PasskeyShown = z.infer<typeof PasskeyShown>;

export const PasskeyList = z
  .object({
    offered: z
      .boolean()
      .describe('false where the installation is reached by a number: browsers want a name'),
    items: z.array(PasskeyShown),
  })
  .meta({ id: 'PasskeyList' });
export type PasskeyList = z.infer<typeof PasskeyList>;

export const PasskeyAdded = z.object({ id: z.uuid() }).meta({ id: 'PasskeyAdded' });
export type PasskeyAdded = z.infer<typeof PasskeyAdded>;

/** How one can sign in here, beside e-mail and password. */
export const SignInWays = z
  .object({
    passkey: z.boolean(),
    provider: z.string().nullable().describe('the host of the OpenID provider, or null where none is set up'),
  })
  .meta({ id: 'SignInWays' });
export type SignInWays = z.infer<typeof SignInWays>;
