import { Module } from '@nestjs/common';
import { historyControllers } from './history.controllers.ts';

@Module({ controllers: historyControllers })
export class HistoryModule {}
