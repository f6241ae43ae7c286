import type { Attachment, Email } from 'postal-mime';
import { saysAddressIsDead } from '../smtp/status-code.ts';
import { messageIdsIn } from './headers.ts';

/** What a report says about one message of ours (RFC 3464, 2.3). */
export interface Bounce {
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** `5.1.1`: the first figure says for good (5), for now (4) or done (2); RFC 3463 */
  readonly status: string;
  /** true when the address itself does not work, now and later: nothing more should be sent there */
  readonly hard: boolean;
  /** as the reporting server knows it; lower case */
  readonly finalRecipient: string | null;
  /** the remote server's own words, at most 500 characters; may contain addresses */
  readonly diagnostic: string | null;
  /** of our message, when the report returns its headers; with angle brackets */
  readonly originalMessageId: string | null;
}

const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;

/**
 * Reads the machine-readable part of a delivery report. Our messages have one recipient each, so the first group of
 * per-recipient fields is the answer. Undefined when the report has no such part or names no action.
 */
export function readBounce(mail: Email): Bounce | undefined {
  const report = mail.attachments.find((part) => part.mimeType === 'message/delivery-status');
  if (!report) return undefined;
  const group = fieldGroups(textOf(report)).find((fields) => fields.has('action'));
  const action = ACTIONS.find((known) => known === group?.get('action')?.toLowerCase());
  if (!group || !action) return undefined;
  const status =
    /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(group.get('status') ?? '')?.[1] ?? defaultStatus(action);
  return {
    action,
    status,
    hard: action === 'failed' && saysAddressIsDead(status),
    finalRecipient: addressIn(group.get('final-recipient')),
    diagnostic: group.get('diagnostic-code')?.slice(0, 500) ?? null,
    originalMessageId: originalMessageId(mail),
  };
}

/** A failure without a status says nothing about for good: it is taken as temporary, which closes no address. */
function defaultStatus(action: Bounce['action']): string {
  return action === 'failed' || action === 'delayed' ? '4.0.0' : '2.0.0';
}

/** Groups of fields, divided by empty lines, folded lines joined; names in lower case. */
function fieldGroups(text: string): Map<string, string>[] {
  return text
    .replace(/\r\n/g, '\n')
    .replace(/\n[ \t]+/g, ' ')
    .split(/\n\s*\n/)
    .map((block) => {
      const fields = new Map<string, string>();
      for (const line of block.split('\n')) {
        const field = /^([\w-]+)\s*:\s*(.*)$/.exec(line);
        if (field?.[1] && !fields.has(field[1].toLowerCase()))
          fields.set(field[1].toLowerCase(), (field[2] ?? '').trim());
      }
      return fields;
    });
}

/** `rfc822; maria@example.com` */
function addressIn(field: string | undefined): string | null {
  const address = field
    ?.replace(/^[\w-]+\s*;\s*/, '')
    .replace(/[<>]/g, '')
    .trim()
    .toLowerCase();
  return address ? address : null;
}

function originalMessageId(mail: Email): string | null {
  const returned = mail.attachments.find((part) =>
    ['message/rfc822', 'text/rfc822-headers'].includes(part.mimeType),
  );
  if (!returned) return null;
  const head = textOf(returned).replace(/\r\n/g, '\n').split('\n\n')[0] ?? '';
  const line = /^message-id:\s*(.*(?:\n[ \t].*)*)/im.exec(head)?.[1];
  return messageIdsIn(line)[0] ?? null;
}

function textOf(part: Attachment): string {
  const content = part.content;
  return typeof content === 'string'
    ? content
    : Buffer.from(content instanceof Uint8Array ? content : new Uint8Array(content)).toString('utf8');
}
