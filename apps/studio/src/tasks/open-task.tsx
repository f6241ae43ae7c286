import { lazyRouteComponent } from '@tanstack/react-router';
import { Suspense, type ComponentProps } from 'react';
import type { TaskDialog as Dialog } from './task-dialog.tsx';

// the first page lists tasks, and does without the dialog until one is opened
const TaskDialog = lazyRouteComponent(() => import('./task-dialog.tsx'), 'TaskDialog');

/** A task in its dialog, fetched when it is wanted. */
export const OpenTask = (props: ComponentProps<typeof Dialog>): React.JSX.Element => (
  <Suspense>
    <TaskDialog {...props} />
  </Suspense>
);
