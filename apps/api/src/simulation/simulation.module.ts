import { Module } from '@nestjs/common';
import { SimulationController } from './simulation.controller.ts';
import { SimulationService } from './simulation.service.ts';

@Module({ controllers: [SimulationController], providers: [SimulationService] })
export class SimulationModule {}
