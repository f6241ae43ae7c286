import type { StepKind } from '@rap/contracts/automation/step-params';
import { create } from 'zustand';

/** The kind of step that is dragged from the palette; the places that take it show themselves meanwhile. */
export const useDragged = create<{ readonly kind: StepKind | undefined }>(() => ({ kind: undefined }));

export const drag = (kind: StepKind): void => useDragged.setState({ kind });
export const drop = (): void => useDragged.setState({ kind: undefined });
