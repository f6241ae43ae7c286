import { isIP } from 'node:net';
import { z } from 'zod';

/** Wider than this is no network of proxies: whoever is in it could give any address as their own. */
const LEAST_BITS = { 4: 8, 6: 16 } as const;

/** `10.0.0.0/8, 192.0.2.7` as a list; each part that is none is a fault of the setting. */
export function readProxies(text: string, context: z.RefinementCtx): string[] {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  for (const part of parts) {
    const fault = faultOf(part);
    if (fault) context.addIssue({ code: 'custom', message: `${part}: ${fault}` });
  }
  return parts;
}

function faultOf(part: string): string | undefined {
  const [address = '', bitsText, ...more] = part.split('/');
  const version = isIP(address);
  if (version !== 4 && version !== 6) return 'is no address; write 192.0.2.7 or 10.0.0.0/8';
  if (bitsText === undefined) return undefined;
  const bits = Number(bitsText);
  if (more.length > 0 || !/^\d{1,3}$/.test(bitsText) || bits > (version === 4 ? 32 : 128)) {
    return 'has no number of bits behind the slash';
  }
  return bits < LEAST_BITS[version] ? 'is too wide: it would let strangers choose their address' : undefined;
}
