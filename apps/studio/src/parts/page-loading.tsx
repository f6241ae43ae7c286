import { VisuallyHidden } from '@mantine/core';
import { GreyRows } from './rows.tsx';

/** A page of which nothing is known yet. */
export const PageLoading = (): React.JSX.Element => (
  <>
    <VisuallyHidden component="h1">Loading</VisuallyHidden>
    <GreyRows count={6} />
  </>
);
