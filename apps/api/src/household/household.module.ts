import { Module } from '@nestjs/common';
import { HouseholdController } from './household.controller.ts';
import { HouseholdService } from './household.service.ts';

@Module({ controllers: [HouseholdController], providers: [HouseholdService] })
export class HouseholdModule {}
