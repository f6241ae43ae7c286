import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createQueryClient } from './api/query-client.ts';
import { cssVariablesResolver } from './look/css-variables.ts';
import { theme } from './look/theme.ts';
import { createStudioRouter } from './router.tsx';

const queries = createQueryClient();
const router = createStudioRouter(queries);

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

export function Studio(): React.JSX.Element {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
