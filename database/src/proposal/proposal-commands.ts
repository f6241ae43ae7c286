import { ProposedChanges, type ProposedField } from '@rap/contracts/proposal';
import { changePerson } from '../person/person-commands.ts';
import { PersonEntity } from '../person/person.entity.ts';
import { addPhone } from '../person/reach-commands.ts';
import { newId } from '../records/new-id.ts';
import { findRecord, insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import { createTask } from '../task/task-commands.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { ProposalEntity } from './proposal.entity.ts';

/** Keeps what differs for somebody of the firm to decide; the person is left as they are. */
export async function proposeChanges(
  ctx: FirmContext,
  person: PersonEntity,
  submissionId: string,
  changes: ProposedChanges,
): Promise<ProposalEntity> {
  const id = newId();
  const proposal = await insertRecord(ctx, ProposalEntity, {
    id,
    personId: person.id,
    submissionId,
    fields: Object.keys(changes),
    changesSealed: await ctx.sealer.seal(changesOf(id), JSON.stringify(changes)),
    occurredAt: new Date(ctx.now()),
  });
  await createTask(
    ctx,
    {
      title: 'Accept or refuse new details from the form',
      detail:
        'Somebody gave the address of this person and other details than we have. Ask the person when in doubt.',
      personId: person.id,
      assigneeId: person.ownerId,
    },
    { madeBy: 'system:form', effectKey: `proposal:${id}` },
  );
  return proposal;
}

export async function openProposal(ctx: FirmContext, row: ProposalEntity): Promise<ProposedChanges> {
  return ProposedChanges.parse(JSON.parse(await ctx.sealer.open(changesOf(row.id), row.changesSealed)));
}

export type ProposalDecided = WriteOutcome<ProposalEntity> | { readonly outcome: 'decided' };

/** Takes the named fields over into the person. A proposal is decided once. */
export async function acceptProposal(
  ctx: FirmContext,
  id: string,
  version: number,
  fields: readonly ProposedField[],
): Promise<ProposalDecided> {
  const decided = await decide(ctx, id, version, 'accepted');
  if (decided.outcome !== 'written') return decided;
  const { phone, ...proposed } = await openProposal(ctx, decided.row);
  const plain = Object.fromEntries(
    Object.entries(proposed).filter(([field]) => fields.some((named) => named === field)),
  );
  const { personId } = decided.row;
  const person = await findRecord(ctx, PersonEntity, personId);
  if (!person) return { outcome: 'missing' };
  if (Object.keys(plain).length > 0) await changePerson(ctx, personId, { version: person.version, ...plain });
  if (phone && fields.includes('phone'))
    await addPhone(ctx, personId, { number: phone, label: 'mobile', isPrimary: false });
  return decided;
}

export function refuseProposal(ctx: FirmContext, id: string, version: number): Promise<ProposalDecided> {
  return decide(ctx, id, version, 'refused');
}

async function decide(
  ctx: FirmContext,
  id: string,
  version: number,
  status: 'accepted' | 'refused',
): Promise<ProposalDecided> {
  const row = await findRecord(ctx, ProposalEntity, id);
  if (!row) return { outcome: 'missing' };
  if (row.status !== 'open') return { outcome: 'decided' };
  const decision = { status, decidedBy: ctx.actor, decidedAt: new Date(ctx.now()) };
  return updateRecord(ctx, ProposalEntity, id, version, decision);
}

const changesOf = (id: string) => ({ table: 'app.person_proposal', column: 'changes', rowId: id });
