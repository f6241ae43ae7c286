import { Module } from '@nestjs/common';
import { BrowserFaultController } from './browser-fault.controller.ts';

@Module({ controllers: [BrowserFaultController] })
export class BrowserFaultModule {}
