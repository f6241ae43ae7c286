import { Module } from '@nestjs/common';
import { ProfileController } from './profile.controller.ts';
import { UserController } from './user.controller.ts';
import { UserService } from './user.service.ts';

@Module({ controllers: [UserController, ProfileController], providers: [UserService] })
export class UserModule {}
