import type { DomainFinding, DomainRecordCheck } from '@rap/contracts/domain-check';
import { finding, recordCheck, textsOf, unanswered, type DnsAnswers } from './dns-answer.ts';
import { MOST_LOOKUPS, readSpf, spfRecordsIn, walkSpf } from './spf-record.ts';

export interface SpfAsked {
  readonly domain: string;
  /** the mechanism that names our mail server, for example `include:spf.mail.example`; undefined: nobody has told */
  readonly server: string | undefined;
  /** whether our mail has its return path there: only then SPF is asked of it for our mail (RFC 7208, 2.4) */
  readonly isReturnPath: boolean;
}

/** The rules of RFC 7208, as far as they can be judged without a message. */
export function judgeSpf(asked: SpfAsked, answers: DnsAnswers): DomainRecordCheck {
  const { domain, server, isReturnPath } = asked;
  const answer = answers.get(domain);
  const found = spfRecordsIn(textsOf(answer));
  const check = (findings: DomainFinding[], expected: string | null): DomainRecordCheck =>
    recordCheck({ kind: 'spf', host: domain, found, expected, findings });
  const silent = unanswered(domain, answer);
  if (silent) return check([silent], null);
  const fresh = isReturnPath && server ? `v=spf1 ${server} ~all` : null;
  if (answer?.of === 'no_name' && isReturnPath)
    return check([finding('fault', 'no_such_name', `There is no ${domain} in the DNS.`)], fresh);
  const [record] = found;
  if (record === undefined) {
    return check(
      [
        isReturnPath
          ? finding(
              'fault',
              'spf_missing',
              `${domain} has no SPF record, so no server is known to send for it.`,
            )
          : finding(
              'ok',
              'spf_not_needed',
              `${domain} has no SPF record. Mail from here does not need one there.`,
            ),
      ],
      fresh,
    );
  }
  if (found.length > 1) {
    const words = `${domain} has ${found.length} SPF records, and receivers then read none of them: make one of them (RFC 7208, 4.5).`;
    return check([finding('fault', 'spf_several', words)], merged(found, isReturnPath ? server : undefined));
  }
  const { broken } = readSpf(record);
  if (broken !== undefined) {
    const words = `Receivers cannot read “${broken}”, and then the whole record counts for nothing (RFC 7208, 4.6).`;
    return check([finding('fault', 'spf_unreadable', words)], fresh);
  }
  const findings = [...faultsWithin(domain, answers), ...endOf(record)];
  if (!isReturnPath) {
    return check(
      [...findings, finding('ok', 'spf_other_mail', 'It is for mail that other servers send.')],
      null,
    );
  }
  const allows = walkSpf(domain, answers).allows;
  if (server === undefined) {
    const words =
      'Whether it names the server that sends cannot be told here: whoever runs this installation has not said which that is.';
    return check([...findings, finding('unknown', 'server_unknown', words)], null);
  }
  if (!allows.has(server.toLowerCase())) {
    const words = 'It does not name the server that sends from here.';
    return check([...findings, finding('fault', 'server_missing', words)], withServer(record, server));
  }
  return check(
    [...findings, finding('ok', 'server_allowed', 'It names the server that sends from here.')],
    null,
  );
}

function faultsWithin(domain: string, answers: DnsAnswers): DomainFinding[] {
  const { lookups, empty, failed, broken, missing } = walkSpf(domain, answers);
  return [
    ...(lookups > MOST_LOOKUPS
      ? [
          finding(
            'fault',
            'spf_too_many_lookups',
            `It takes more than ${MOST_LOOKUPS} lookups, and receivers stop there and read none of it: take out what no longer sends (RFC 7208, 4.6.4).`,
          ),
        ]
      : []),
    ...empty.map((name) =>
      finding('fault', 'spf_empty_include', `It includes ${name}, which has no SPF record: take it out.`),
    ),
    ...broken.map((name) =>
      finding('fault', 'spf_broken_include', `It includes ${name}, whose own record cannot be read.`),
    ),
    ...missing.map((name) =>
      finding('unknown', 'spf_not_followed', `It includes ${name}, which was not asked about.`),
    ),
    ...failed.map((name) => unanswered(name, answers.get(name))).filter((one) => one !== undefined),
  ];
}

/** What becomes of every other server. */
function endOf(record: string): DomainFinding[] {
  const { terms, redirect } = readSpf(record);
  const all = terms.find(({ name }) => name === 'all');
  if (all?.qualifier === '+')
    return [
      finding('fault', 'spf_allows_everybody', 'It lets every server in the world send: end it with ~all.'),
    ];
  if (all?.qualifier === '?' || (!all && redirect === undefined))
    return [finding('hint', 'spf_open_end', 'It says nothing about other servers: end it with ~all.')];
  return [];
}

/** The same record with our server before its end. */
function withServer(record: string, server: string): string {
  const terms = record.split(/ +/).filter(Boolean);
  const end = terms.findIndex((term) => /^([+?~-]?all|redirect=.*)$/i.test(term));
  return end < 0 ? [...terms, server, '~all'].join(' ') : terms.toSpliced(end, 0, server).join(' ');
}

/** One record that says what several say; what becomes of others as the strictest of them has it. */
function merged(records: readonly string[], server: string | undefined): string {
  const terms = records.flatMap((record) => record.split(/ +/).slice(1).filter(Boolean));
  const ends = terms.filter((term) => /^[+?~-]?all$/i.test(term)).map((term) => term.toLowerCase());
  const others = new Set([
    ...terms.filter((term) => !/^[+?~-]?all$/i.test(term)),
    ...(server ? [server] : []),
  ]);
  return ['v=spf1', ...others, ends.includes('-all') ? '-all' : '~all'].join(' ');
}
