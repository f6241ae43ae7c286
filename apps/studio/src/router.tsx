import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { z } from 'zod/mini';
import { PageError } from './parts/page-error.tsx';
import { PageMissing } from './parts/page-missing.tsx';
import { Shell } from './shell/shell.tsx';
import { SignInPage } from './session/sign-in-page.tsx';
import { sessionQuery } from './session/session.ts';
import { readLeadsSearch } from './leads/leads-search.ts';
import { AutomationsSearch } from './automations/list-search.ts';
import { GallerySearch } from './automations/gallery/gallery-search.ts';
import { AttentionSearch } from './automations/watching/attention-search.ts';
import { PeopleSearch } from './people/people-search.ts';
import { PersonSearch } from './people/person-search.ts';
import { AuditSearch } from './settings/audit/audit-search.ts';
import { TasksSearch } from './tasks/tasks-search.ts';

interface RouterContext {
  readonly queries: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: PageMissing,
});

const SignInSearch = z.object({
  to: z.catch(z.optional(z.string().check(z.regex(/^\/(?!\/)/))), undefined),
  /** with what code a sign-in elsewhere came back */
  refused: z.catch(z.optional(z.string()), undefined),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: SignInSearch,
  beforeLoad: async ({ context, search }) => {
    if (await context.queries.ensureQueryData(sessionQuery)) throw redirect({ to: search.to ?? '/' });
  },
  component: SignInPage,
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./welcome/welcome-page.tsx'), 'WelcomePage'),
});

/** Every page of who is signed in: others are sent to the sign-in, and back. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    if (!session) throw redirect({ to: '/sign-in', search: { to: location.href } });
  },
  component: Shell,
  errorComponent: PageError,
});

const today = createRoute({
  getParentRoute: () => inside,
  path: '/',
  component: lazyRouteComponent(() => import('./today/today-page.tsx'), 'TodayPage'),
});
const tasks = createRoute({
  getParentRoute: () => inside,
  path: '/tasks',
  validateSearch: TasksSearch,
  component: lazyRouteComponent(() => import('./tasks/tasks-page.tsx'), 'TasksPage'),
});
const people = createRoute({
  getParentRoute: () => inside,
  path: '/people',
  validateSearch: PeopleSearch,
  component: lazyRouteComponent(() => import('./people/people-page.tsx'), 'PeoplePage'),
});
const person = createRoute({
  getParentRoute: () => inside,
  path: '/people/$personId',
  validateSearch: PersonSearch,
  component: lazyRouteComponent(() => import('./people/person-page.tsx'), 'PersonPage'),
});
const leads = createRoute({
  getParentRoute: () => inside,
  path: '/leads',
  validateSearch: readLeadsSearch,
  component: lazyRouteComponent(() => import('./leads/leads-page.tsx'), 'LeadsPage'),
});
const lead = createRoute({
  getParentRoute: () => inside,
  path: '/leads/$leadId',
  component: lazyRouteComponent(() => import('./leads/lead-page.tsx'), 'LeadPage'),
});
const automations = createRoute({
  getParentRoute: () => inside,
  path: '/automations',
  validateSearch: AutomationsSearch,
  component: lazyRouteComponent(() => import('./automations/automations-page.tsx'), 'AutomationsPage'),
});
const automation = createRoute({
  getParentRoute: () => inside,
  path: '/automations/$automationId',
  validateSearch: z.object({
    view: z.catch(z.optional(z.enum(['outline', 'test'])), undefined),
    /** the step whose people are shown */
    at: z.catch(z.optional(z.string()), undefined),
    /** within how many days those came in who are counted at the steps */
    days: z.catch(z.optional(z.literal([7, 30, 90, 365])), undefined),
  }),
  component: lazyRouteComponent(() => import('./automations/automation-page.tsx'), 'AutomationPage'),
});
const versions = createRoute({
  getParentRoute: () => inside,
  path: '/automations/$automationId/versions',
  validateSearch: z.object({
    from: z.catch(z.optional(z.number()), undefined),
    to: z.catch(z.optional(z.number()), undefined),
  }),
  component: lazyRouteComponent(() => import('./automations/versions-page.tsx'), 'VersionsPage'),
});
const version = createRoute({
  getParentRoute: () => inside,
  path: '/automations/$automationId/versions/$number',
  /** the step whose people are shown */
  validateSearch: z.object({ at: z.catch(z.optional(z.string()), undefined) }),
  component: lazyRouteComponent(() => import('./automations/watching/version-page.tsx'), 'VersionPage'),
});
const run = createRoute({
  getParentRoute: () => inside,
  path: '/automations/$automationId/runs/$runId',
  component: lazyRouteComponent(() => import('./automations/watching/run-page.tsx'), 'RunPage'),
});
const attention = createRoute({
  getParentRoute: () => inside,
  path: '/automations/attention',
  validateSearch: AttentionSearch,
  component: lazyRouteComponent(() => import('./automations/watching/attention-page.tsx'), 'AttentionPage'),
});
const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'SettingsPage'),
});
const settingsSection = createRoute({
  getParentRoute: () => inside,
  path: '/settings/$section',
  // one section keeps its filters there; the others leave it empty
  validateSearch: AuditSearch,
  component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'SettingsPage'),
});
const templates = createRoute({
  getParentRoute: () => inside,
  path: '/templates',
  validateSearch: z.object({ channel: z.catch(z.optional(z.enum(['email', 'sms'])), undefined) }),
  component: lazyRouteComponent(() => import('./templates/templates-page.tsx'), 'TemplatesPage'),
});
const template = createRoute({
  getParentRoute: () => inside,
  path: '/templates/$templateId',
  component: lazyRouteComponent(() => import('./templates/template-page.tsx'), 'TemplatePage'),
});
const gallery = createRoute({
  getParentRoute: () => inside,
  path: '/automations/gallery',
  validateSearch: GallerySearch,
  component: lazyRouteComponent(() => import('./automations/gallery/gallery-page.tsx'), 'GalleryPage'),
});
const starter = createRoute({
  getParentRoute: () => inside,
  path: '/automations/gallery/$starterId',
  component: lazyRouteComponent(() => import('./automations/gallery/starter-page.tsx'), 'StarterPage'),
});

const tree = root.addChildren([
  signIn,
  welcome,
  inside.addChildren([
    today,
    tasks,
    people,
    person,
    leads,
    lead,
    automations,
    automation,
    versions,
    version,
    run,
    attention,
    gallery,
    starter,
    settings,
    settingsSection,
    templates,
    template,
  ]),
]);

export const createStudioRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: 'intent',
    // TanStack Query decides what is fresh
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: PageMissing,
    scrollRestoration: true,
  });
