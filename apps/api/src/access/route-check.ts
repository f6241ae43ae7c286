import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { accessOf } from './access.ts';

const ROUTE_PATH = 'path'; // Nest's own metadata key of a handler that is a route

/** Deny first: a route that does not declare who may call it ends the start. */
@Injectable()
export class RouteCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const open = this.discovery.getControllers().flatMap(({ metatype }) => (metatype ? this.undeclared(metatype) : []));
    if (open.length > 0) {
      throw new Error(`these routes do not declare who may call them (@Requires, @SignedIn, @Public): ${open.join(', ')}`);
    }
  }

  private undeclared(controller: Function): string[] {
    const prototype: object = controller.prototype;
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler: unknown = Reflect.get(prototype, name);
      if (typeof handler !== 'function' || !Reflect.hasMetadata(ROUTE_PATH, handler)) return [];
      const access = accessOf(this.reflector, {
        getHandler: () => handler,
        getClass: <T>() => controller as new (...args: unknown[]) => T, // what Nest itself hands over
      });
      return access ? [] : [`${controller.name}.${name}`];
    });
  }
}
