import { createSocket } from 'node:dgram';
import type { SigningKey } from './signing.ts';

export interface DnsServer {
  readonly port: number;
  /** The TXT records of a name from now on, none for a name without any, in place of what every domain has. */
  put(name: string, records: readonly string[]): void;
  close(): Promise<void>;
}

const TXT = 16;
const ANY_NAME_EXISTS = 0x8400;
const NO_SUCH_NAME = 0x8403;

/**
 * The part of DNS (RFC 1035) that mail authentication asks: for every domain the sandbox's DKIM key, a DMARC policy that
 * wants it, and an SPF record that allows no server. So a reply of the sandbox is authentic when it is signed, and a forged
 * one, from the same machine, is not.
 */
export async function startDnsServer(key: SigningKey, host: string, port: number): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const own = new Map<string, readonly string[]>();
  socket.on('message', (query, peer) => {
    const reply = answerTo(query, (name) => own.get(name) ?? textsOf(name, key));
    // an answer that cannot be sent is asked for again
    if (reply) socket.send(reply, peer.port, peer.address, () => undefined);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, host, () => {
      socket.removeListener('error', reject);
      resolve();
    });
  });
  return {
    port: socket.address().port,
    put: (name, records) => void own.set(name.toLowerCase(), records),
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function answerTo(query: Buffer, textsAt: (name: string) => readonly string[]): Buffer | undefined {
  const question = readQuestion(query);
  if (!question) return undefined;
  const texts = question.type === TXT ? textsAt(question.name) : [];
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(texts.length === 0 && question.name.includes('_') ? NO_SUCH_NAME : ANY_NAME_EXISTS, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(texts.length, 6);
  return Buffer.concat([head, question.bytes, ...texts.map(txtRecord)]);
}

/** The records that a name has when nobody has said others. */
function textsOf(name: string, key: SigningKey): readonly string[] {
  if (name.startsWith(`${key.selector}._domainkey.`)) return [key.record];
  if (name.startsWith('_dmarc.')) return ['v=DMARC1; p=reject'];
  return name.includes('_') ? [] : ['v=spf1 -all'];
}

/** The one question of a query: its name in lower case, its type and its bytes. Undefined when it is not a plain query. */
function readQuestion(query: Buffer): { name: string; type: number; bytes: Buffer } | undefined {
  if (query.length < 17 || query.readUInt16BE(4) !== 1) return undefined;
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    if (length > 63 || at + 1 + length >= query.length) return undefined;
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const end = at + 5;
  if (end > query.length) return undefined;
  return {
    name: labels.join('.').toLowerCase(),
    type: query.readUInt16BE(at + 1),
    bytes: query.subarray(12, end),
  };
}

/** A TXT record for the name of the question (a pointer to it), in strings of at most 255 bytes. */
function txtRecord(text: string): Buffer {
  const strings: Buffer[] = [];
  for (let at = 0; at < text.length; at += 255) {
    const part = Buffer.from(text.slice(at, at + 255), 'latin1');
    strings.push(Buffer.from([part.length]), part);
  }
  const data = Buffer.concat(strings);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(TXT, 2);
  head.writeUInt16BE(1, 4);
  // not cached: each start of the sandbox has a new key
  head.writeUInt32BE(0, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
