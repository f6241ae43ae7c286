import { z } from 'zod';

/** Signing of mail that leaves; without it nothing is signed. */
export const DkimSettings = z.object({
  DKIM_KEYS_DIR: z
    .string()
    .min(1)
    .optional()
    .describe(
      'folder of private keys, `selector._domainkey.example.com.pem`: mail from their domains is signed',
    ),
});
