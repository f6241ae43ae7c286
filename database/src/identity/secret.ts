import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits that somebody holds; we keep their hash only. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** SHA-256 is enough for what is random: there is nothing to guess. */
export const hashOfSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();
