import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { FaultReport } from './fault-run.ts';

const FILE = fileURLToPath(new URL('../../docs/faults.md', import.meta.url));

/** The result in a few lines. */
export function wordsOf({ pairs, verdict, faults, seconds, seed }: FaultReport): string {
  const { lost, doubled, wrong, unknownWithTask, heldWithTask, leads } = verdict;
  return [
    `${pairs} (run, boundary) pairs, ${leads} people, ${Math.ceil(seconds / 60)} minutes, seed ${seed}`,
    `${lost.length} lost, ${doubled.length} doubled, ${wrong.length} otherwise wrong, ${faults.length} faults of the whole, ${unknownWithTask} unknown and ${heldWithTask} held with their task`,
    ...[...lost, ...doubled, ...wrong, ...faults].map((line) => `  ${line}`),
  ].join('\n');
}

/** Nothing lost, nothing doubled, nothing wrong. */
export const isClean = ({ verdict, faults }: FaultReport): boolean =>
  verdict.lost.length + verdict.doubled.length + verdict.wrong.length + faults.length === 0;

export function writeReport(report: FaultReport): void {
  writeFileSync(FILE, pageOf(report));
}

function pageOf(report: FaultReport): string {
  const { verdict, faults, rounds } = report;
  const found = [...verdict.lost, ...verdict.doubled, ...verdict.wrong, ...faults];
  return `# Fault run

\`npm run faults\` kills the product's processes with SIGKILL while many runs stand at a boundary, and starts them again; lets
providers fail, clocks go wrong, and Temporal or Postgres come back from an older copy; and at the end compares what people did with what
the database kept and what the stand-ins of the mail server and Twilio counted. Each (run, boundary) pair counts. Over SMTP
nobody can be asked whether a message left: an honest "unknown" with its task for a person is no loss, and is counted apart;
so is what waits for a person because it may have left before a restore.

| | |
| --- | --- |
| Date | ${new Date().toISOString().slice(0, 10)} |
| Machine | ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB |
| Length | ${Math.floor(report.seconds / 60)} min ${report.seconds % 60} s |
| Seed | ${report.seed} (\`npm run faults -- --seed ${report.seed}\`) |
| Pairs | ${report.pairs} |
| People | ${verdict.leads} |
| Runs under way when something went wrong | ${report.inFlight.mean} on average, ${report.inFlight.most} at most |
| **Lost** | **${verdict.lost.length}** |
| **Doubled** | **${verdict.doubled.length}** |
| Unknown, with a task | ${verdict.unknownWithTask} |
| Held after a restore, with a task | ${verdict.heldWithTask} |
| Otherwise wrong | ${verdict.wrong.length + faults.length} |

${found.length > 0 ? `Found:\n\n${found.map((line) => `- ${line}`).join('\n')}\n\n` : ''}| Boundary | What stood there, or what happened | Times | Pairs |
| --- | --- | ---: | ---: |
${rounds.map(({ name, words, times, pairs }) => `| ${name} | ${words} | ${times} | ${pairs} |`).join('\n')}
`;
}
