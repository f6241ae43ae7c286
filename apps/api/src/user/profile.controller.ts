import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ProfileChanges, User } from '@rap/contracts/user';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { UserService } from './user.service.ts';

/** What one says of oneself in this firm. */
@Controller('profile')
export class ProfileController {
  private readonly users: UserService;

  constructor(users: UserService) {
    this.users = users;
  }

  @Get()
  @Answers(User)
  getProfile(@Ctx() ctx: FirmContext, @Me() me: Principal): Promise<User> {
    return this.users.own(ctx, me);
  }

  @Patch()
  @Answers(User)
  changeProfile(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: ProfileChanges }) body: ProfileChanges,
  ): Promise<User> {
    return this.users.changeOwn(ctx, me, body);
  }
}
