import type { StepTarget } from '@rap/contracts/automation/definition';
import type { NodeId, Target } from '@rap/contracts/automation/plan';

/** The n-th primitive of a drawn step. Receipts hold this id, so they always name what was drawn. */
export const loweredId = (step: string, n = 1): NodeId => `${step}~${n}`;

/** The drawn step that a primitive belongs to. */
export const drawnStep = (lowered: NodeId): string => lowered.split('~', 1)[0] ?? lowered;

/** Where a port leads, as the interpreter knows it: the first primitive of the step, or the end. */
export const loweredTarget = (to: StepTarget): Target => (to === 'END' ? 'END' : loweredId(to));
