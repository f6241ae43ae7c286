import { applyDecorators, SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { ApiBearerAuth, ApiCookieAuth, ApiExtension, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import type { ExecutionContext } from '@nestjs/common';
import { Problem } from '@rap/contracts/problem';
import type { Action } from '@rap/domain/policy/policies';

/** Who may call a route. A route that does not say so ends the start of the API. */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'signedIn' }
  | { readonly kind: 'operator' }
  | { readonly kind: 'action'; readonly action: Action };

const ACCESS = 'rap:access';
const ANY_ORIGIN = 'rap:any-origin';

const problem = (status: number, description: string) => ApiResponse({ status, description, standardSchema: Problem });
const declared = (access: Access) => SetMetadata(ACCESS, access);

/** Anybody, without sign-in. The handler has no context and opens transactions itself. */
export const Public = () => applyDecorators(declared({ kind: 'public' }), ApiSecurity({}), ApiExtension('x-access', 'public'));

/** A person of a firm with a session, whatever the role; API keys are refused. For what concerns the caller alone. */
export const SignedIn = () =>
  applyDecorators(
    declared({ kind: 'signedIn' }),
    ApiCookieAuth('session'),
    ApiExtension('x-access', 'signedIn'),
    problem(401, 'nobody is signed in'),
  );

/** Platform operators only. */
export const OperatorOnly = () =>
  applyDecorators(
    declared({ kind: 'operator' }),
    ApiCookieAuth('operator'),
    ApiExtension('x-access', 'operator'),
    problem(401, 'no platform operator is signed in'),
  );

/** Those whom the rule of the action allows; the service asks again with the record where the rule depends on it. */
export const Requires = (action: Action) =>
  applyDecorators(
    declared({ kind: 'action', action }),
    ApiCookieAuth('session'),
    ApiBearerAuth('key'),
    ApiExtension('x-access', action),
    problem(401, 'nobody is signed in'),
    problem(403, 'the role or the API key does not allow it'),
  );

/** Exempt from the check of `Origin`: webhooks and forms on other sites. Such a route must not read the session. */
export const AnyOrigin = () => SetMetadata(ANY_ORIGIN, true);

export const accessOf = (reflector: Reflector, context: Pick<ExecutionContext, 'getHandler' | 'getClass'>): Access | undefined =>
  reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]);

export const takesAnyOrigin = (reflector: Reflector, context: ExecutionContext): boolean =>
  reflector.getAllAndOverride<boolean | undefined>(ANY_ORIGIN, [context.getHandler(), context.getClass()]) ?? false;
