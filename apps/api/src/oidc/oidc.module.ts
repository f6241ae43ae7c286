import { Module } from '@nestjs/common';
import { SessionModule } from '../session/session.module.ts';
import { OidcController } from './oidc.controller.ts';
import { OidcService } from './oidc.service.ts';

@Module({ imports: [SessionModule], controllers: [OidcController], providers: [OidcService] })
export class OidcModule {}
