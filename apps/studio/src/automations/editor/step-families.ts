import { STEP_CATALOGUE, type StepFamily } from '@rap/contracts/automation/catalogue';
import { StepKind } from '@rap/contracts/automation/step-params';

const FAMILIES: readonly (readonly [StepFamily, string])[] = [
  ['message', 'Messages'],
  ['time', 'Waiting'],
  ['decision', 'Decisions'],
  ['work', 'Work'],
  ['flow', 'Course'],
];

/** Every kind of step, in the families that menus and the palette show. */
export const STEP_FAMILIES: readonly { label: string; kinds: readonly StepKind[] }[] = FAMILIES.map(
  ([family, label]) => ({
    label,
    kinds: StepKind.options.filter((kind) => STEP_CATALOGUE[kind].family === family),
  }),
);
