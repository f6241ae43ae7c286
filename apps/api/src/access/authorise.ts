import { can, type Action, type RecordOf } from '@rap/domain/policy/policies';
import type { Asker } from '@rap/domain/policy/rule';
import { forbidden } from '../http/problem.ts';

/** Throws the 403 problem unless the asker may do this to this record. The first line of every service method. */
export function authorise<A extends Action>(asker: Asker, action: A, ...record: RecordOf<A>): void {
  if (!can(asker, action, ...record)) throw forbidden(action);
}
